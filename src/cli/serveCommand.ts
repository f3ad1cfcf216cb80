import { type Clock, withTimeout } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { SessionHost } from '../host/sessionHost.ts';
import { isActive } from '../sessions/sessions.ts';
import { type Command, runCommand } from './command.ts';
import { type HostUse, UnusedWatch } from './unused.ts';
import { windDown } from './windDown.ts';

/** How long the command may take to end before it is killed while the host closes, in milliseconds. */
const lastGrace = 1_500;
/** How long late sessions may take to end, in milliseconds. */
const lastStopTimeout = 1_000;

export interface ServeCommandOptions {
  readonly commandLine: readonly string[];
  readonly host: SessionHost;
  readonly clock: Clock;
  readonly log: Log;
  /** How long to keep serving without controllers and sessions after the command has ended, in milliseconds. */
  readonly linger: number;
  /** Whether the command also receives signals from the terminal. */
  readonly isInTerminal: boolean;
  readonly interrupted: Promise<NodeJS.Signals>;
  /** From now on, programs are killed without a grace period. */
  readonly hurry: () => void;
}

/** Serves while a command or controllers that it started run, then closes the host. Resolves to the exit code. */
export async function serveCommand(options: ServeCommandOptions): Promise<number> {
  const { commandLine, host, interrupted, log } = options;
  const command = runCommand(commandLine, host.environment('NoDebug'));
  const first = await Promise.race([interrupted, command.exitCode]);
  if (typeof first === 'number') {
    await serveOn(first, options);
    log.info('Closing.');
    await host.close();
    return first;
  }
  await endWithCommand(command, first, options);
  return 0;
}

/** Keeps serving for controllers that the command has left in the background. */
async function serveOn(
  exitCode: number,
  { clock, commandLine: [name = ''], host, interrupted, linger, log }: ServeCommandOptions,
): Promise<void> {
  const isControllerExpected = exitCode === 0;
  const watch = new UnusedWatch(getUse(host), { clock, linger, isControllerExpected });
  if (!watch.isUnused) {
    log.info(
      `${name} has ended with exit code ${exitCode}. The host keeps running while a controller is connected or a session runs, and for up to ${linger / 1_000} s after that. Press Ctrl+C to stop it.`,
    );
    await Promise.race([watch.unused, interrupted]);
  }
  watch.dispose();
}

/** Ends the command before the host, since its controllers need the host to stop their sessions. Takes at most ten seconds. */
async function endWithCommand(
  command: Command,
  signal: NodeJS.Signals,
  { clock, host, hurry, isInTerminal, log }: ServeCommandOptions,
): Promise<void> {
  // Many commands exit immediately on a second signal.
  if (signal === 'SIGTERM' || !isInTerminal) command.terminate();
  log.info('Waiting for the command and the sessions to end.');
  const { sessions } = host;
  const hasEnded = await windDown(getUse(host), {
    clock,
    commandEnded: command.exitCode,
    stopSessions: () => {
      for (const { metadata } of sessions.list().filter(isActive)) sessions.stop(metadata.name);
    },
  });
  log.info('Closing.');
  if (hasEnded) return host.close();
  hurry();
  await Promise.all([host.close(lastStopTimeout), endCommand(command, clock)]);
}

async function endCommand(command: Command, clock: Clock): Promise<void> {
  command.terminate();
  const ended = await withTimeout(clock, lastGrace, command.exitCode, undefined);
  if (ended === undefined) await command.kill();
}

function getUse({ controllers, sessions }: SessionHost): HostUse {
  return {
    controllers,
    sessions: {
      get hasActive() {
        return sessions.list().some(isActive);
      },
      changes: sessions.changes,
    },
  };
}
