import { type Clock, within } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { SessionHost } from '../host/sessionHost.ts';
import { isActive } from '../sessions/sessions.ts';
import { type Command, runCommand } from './command.ts';
import { type HostUse, UnusedWatch } from './unused.ts';
import { windDown } from './windDown.ts';

/** How long the command may take to end before it is killed, once the host closes, in milliseconds. */
const lastGrace = 1_500;
/** How long sessions may take to end that did not end in time before, in milliseconds. */
const lastStopTimeout = 1_000;

export interface ServeCommandOptions {
  readonly commandLine: readonly string[];
  readonly host: SessionHost;
  readonly clock: Clock;
  readonly log: Log;
  /** How long to serve on without any controller or session after the command has ended, in milliseconds. */
  readonly linger: number;
  /** Whether a signal from the terminal reaches the command as well. */
  readonly isInTerminal: boolean;
  readonly interrupted: Promise<NodeJS.Signals>;
  /** Ends programs without any grace from now on. */
  readonly hurry: () => void;
}

/** Serves while a command runs and what it started needs it, and closes the host; resolves to the exit code. */
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

/** What the command started in the background may go on, or be about to come. */
async function serveOn(
  exitCode: number,
  { clock, commandLine: [name = ''], host, interrupted, linger, log }: ServeCommandOptions,
): Promise<void> {
  const isControllerExpected = exitCode === 0;
  const watch = new UnusedWatch(useOf(host), { clock, linger, isControllerExpected });
  if (!watch.isUnused) {
    log.info(
      `${name} has ended with exit code ${exitCode}. The host goes on while a controller is connected or a session runs, and for at most ${linger / 1_000} s after that. Ctrl+C ends it.`,
    );
    await Promise.race([watch.unused, interrupted]);
  }
  watch.dispose();
}

/** Ends the command first, whose controllers need the host for that, within ten seconds in all. */
async function endWithCommand(
  command: Command,
  signal: NodeJS.Signals,
  { clock, host, hurry, isInTerminal, log }: ServeCommandOptions,
): Promise<void> {
  // A second signal would make many a command end at once.
  if (signal === 'SIGTERM' || !isInTerminal) command.terminate();
  log.info('Waiting for the command and its sessions to end.');
  const { sessions } = host;
  const hasEnded = await windDown(useOf(host), {
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
  const ended = await within(clock, lastGrace, command.exitCode, undefined);
  if (ended === undefined) await command.kill();
}

function useOf({ controllers, sessions }: SessionHost): HostUse {
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
