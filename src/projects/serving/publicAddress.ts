import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { becomes, type Clock, within } from '../../common/clock.ts';
import type { LaunchProfile } from '../../launch/profiles/launchProfile.ts';
import { parseAddress } from '../../dotnet/server/addresses.ts';
import { areAddressed, type ProgramRequest } from './projectProgram.ts';

/** How long a public address may take to answer once its server listens, in milliseconds. */
const patience = 10_000;
/** How long one request may wait for its answer, in milliseconds. */
const requestPatience = 2_000;

/**
 * Where a controller's proxy makes a server public: at the addresses of its launch profile, while the
 * request's variables have the server itself listen elsewhere. None where there is no such proxy.
 */
export function publicUrls(
  profile: LaunchProfile | undefined,
  { env }: ProgramRequest,
  listening: readonly string[],
): readonly string[] {
  const isMoved = areAddressed(env.map(({ name }) => name));
  if (!isMoved || profile?.commandName !== 'Project') return [];
  const portOf = (url: string): number | undefined => parseAddress(url)?.port;
  const own = new Set(listening.map(portOf));
  return profile.applicationUrl.filter((url) => {
    const port = portOf(url);
    return port !== undefined && port !== 0 && !own.has(port);
  });
}

/** Resolves to whether a server answers at the address before long, whatever it says; at once to `false` when the signal is aborted. */
export function isAnswered(url: string, clock: Clock, signal: AbortSignal): Promise<boolean> {
  return becomes(
    clock,
    () => (signal.aborted ? 0 : patience),
    () => within(clock, requestPatience, answers(new URL(url), signal), false),
  );
}

function answers(url: URL, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const get = url.protocol === 'https:' ? getSecure : getPlain;
    // Development certificates are signed by nobody, and the answer is not used.
    const request = get(url, { agent: false, rejectUnauthorized: false, signal }, (response) => {
      response.destroy();
      resolve(true);
    });
    request.once('error', () => resolve(false));
  });
}
