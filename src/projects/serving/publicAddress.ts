import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { pollUntil, type Clock, withTimeout } from '../../common/clock.ts';
import type { LaunchProfile } from '../../launch/profiles/launchProfile.ts';
import { parseAddress } from '../../dotnet/server/addresses.ts';
import { areAddressed, type ProgramRequest } from './projectProgram.ts';

/** How long a public address may take to respond after its server listens, in milliseconds. */
const patience = 10_000;
/** The timeout of one request, in milliseconds. */
const requestPatience = 2_000;

/**
 * Returns the addresses at which a controller's proxy exposes a server: those of its launch profile, if the
 * request's variables make the server listen elsewhere. Empty without such a proxy.
 */
export function getPublicUrls(
  profile: LaunchProfile | undefined,
  { env }: ProgramRequest,
  listening: readonly string[],
): readonly string[] {
  const isMoved = areAddressed(env.map(({ name }) => name));
  if (!isMoved || profile?.commandName !== 'Project') return [];
  const getPort = (url: string): number | undefined => parseAddress(url)?.port;
  const own = new Set(listening.map(getPort));
  return profile.applicationUrl.filter((url) => {
    const port = getPort(url);
    return port !== undefined && port !== 0 && !own.has(port);
  });
}

/** Resolves to whether a server responds at the address, with any status; to `false` when the signal is aborted. */
export function isAnswered(url: string, clock: Clock, signal: AbortSignal): Promise<boolean> {
  return pollUntil(
    clock,
    () => (signal.aborted ? 0 : patience),
    () => withTimeout(clock, requestPatience, answers(new URL(url), signal), false),
  );
}

function answers(url: URL, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const get = url.protocol === 'https:' ? getSecure : getPlain;
    // Development certificates are self-signed, and the response is not used.
    const request = get(url, { agent: false, rejectUnauthorized: false, signal }, (response) => {
      response.destroy();
      resolve(true);
    });
    request.once('error', () => resolve(false));
  });
}
