import type { Clock } from '../../common/clock.ts';
import { HumanError } from '../../common/humanError.ts';
import type { Log } from '../../common/log.ts';
import { readHostState } from './hostState.ts';
import { createIdentity, type Identity, restoreIdentity } from '../../common/server/identity.ts';
import { type PortUse, probePort } from './portProbe.ts';

export interface ResumptionOptions {
  /** The state file of an earlier host. */
  readonly path: string;
  /** The requested port; 0 selects that of the earlier host, or a free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** The identity and state that a host starts with. */
export interface Resumption {
  readonly identity: Identity;
  /** Whether it is that of an earlier host, which may have left sessions to report. */
  readonly isEarlier: boolean;
  /** Whether this host may write the file. */
  readonly isKept: boolean;
}

/** How long an earlier host with the same state may take to release its port, in milliseconds. */
const patience: Readonly<Record<PortUse, number>> = { serving: 1_000, closing: 8_000, other: 0 };
const retryInterval = 100;

/** Reads the state of an earlier host. Throws a HumanError if the file must not be used. */
export async function readResumption(options: ResumptionOptions): Promise<Resumption> {
  const { clock, log, path, port } = options;
  const state = readHostState(path);
  const now = clock.now();
  const earlier = state && restoreIdentity(state, now);
  if (state === undefined || earlier === undefined) {
    if (state !== undefined) {
      log.warn(
        `The certificate in ${path} has expired or is damaged. This host starts with a new one. Restart the controllers of the earlier host.`,
      );
    }
    return { identity: await createIdentity(port, now), isEarlier: false, isKept: true };
  }
  if (port === 0 || port === earlier.port) {
    return { identity: earlier, isEarlier: true, isKept: true };
  }
  log.warn(
    `The earlier host of ${path} listened on port ${earlier.port}, but this one was started with port ${port}. Restart the controllers of the earlier host.`,
  );
  return { identity: await createIdentity(port, now), isEarlier: false, isKept: true };
}

/**
 * Opens the endpoint with the identity that controllers know. If its port is in use, the endpoint is opened
 * with a new identity and a warning is logged.
 */
export async function openResumed<T>(
  resumption: Resumption,
  open: (resumption: Resumption) => Promise<T>,
  { clock, log, path, port }: ResumptionOptions,
): Promise<T> {
  const begun = clock.now().getTime();
  for (;;) {
    try {
      return await open(resumption);
    } catch (error) {
      const isTaken = error instanceof HumanError && error.code === 'PortNotAvailable';
      if (!isTaken || port !== 0) throw error;
      const use = await probePort(resumption.identity);
      if (clock.now().getTime() - begun < patience[use]) {
        await new Promise<void>((resolve) => clock.after(retryInterval, resolve));
        continue;
      }
      log.warn(`${sayWhy(use, resumption.identity.port)} ${sayWhat(use, path)}`);
      const identity = await createIdentity(0, clock.now());
      return open({ identity, isEarlier: false, isKept: use === 'other' });
    }
  }
}

function sayWhy(use: PortUse, port: number): string {
  return use === 'other'
    ? `Port ${port} of the earlier host is in use by another program.`
    : `Another host with the same state listens on port ${port}.`;
}

function sayWhat(use: PortUse, path: string): string {
  return use === 'other'
    ? 'This host listens on another port. Restart the controllers of the earlier host.'
    : `This host listens on another port and does not use ${path}, so controllers won't reconnect after a crash.`;
}
