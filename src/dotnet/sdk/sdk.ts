import { onAbort } from '../../common/abort.ts';
import type { Clock } from '../../common/clock.ts';
import { programEnvironment } from '../../launch/environment.ts';
import type { LaunchContext, ProgramPlan } from '../../launch/launchPlan.ts';
import { runProgram } from '../../processes/program/program.ts';
import type { Watchdog } from '../../processes/watchdog/watchdog.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import { dotnetErrors } from '../errors.ts';
import { lowerPriority } from './lowestPriority.ts';
import { importLogVariables } from './msbuildLog.ts';
import { sdkFailure } from './sdkFailure.ts';

/** Dependencies of `dotnet` commands. */
export interface Dotnet {
  readonly clock: Clock;
  readonly launchContext: LaunchContext;
  readonly watchdog: Watchdog;
  /** The priority of the commands; that of this process if absent. */
  readonly priority?: 'lowest';
}

/** The output and exit code of a command. */
export interface DotnetAnswer {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables that make `dotnet` write plain English lines, regardless of the user's settings. */
const plainOutput = {
  DOTNET_CLI_UI_LANGUAGE: 'en',
  DOTNET_NOLOGO: '1',
  MSBUILDTERMINALLOGGER: 'off',
  ...importLogVariables,
};

/** How long a stopped command may take to exit before it is killed, in milliseconds. */
const grace = 1_000;

/** Runs a `dotnet` command. Rejects with a HumanError if there is no SDK, and with the signal's reason. */
export async function runDotnet(
  args: readonly string[],
  folder: string,
  dotnet: Dotnet,
  signal?: AbortSignal,
): Promise<DotnetAnswer> {
  const chunks: Record<OutputStream, Uint8Array[]> = { stdout: [], stderr: [] };
  const keep = (stream: OutputStream, chunk: Uint8Array): void => void chunks[stream].push(chunk);
  signal?.throwIfAborted();
  const exitCode = await followDotnet(args, folder, dotnet, keep, signal);
  signal?.throwIfAborted();
  const stdout = Buffer.concat(chunks.stdout).toString('utf8');
  const stderr = Buffer.concat(chunks.stderr).toString('utf8');
  const failure = exitCode === 0 ? undefined : sdkFailure(`${stderr}\n${stdout}`, folder);
  if (failure !== undefined) throw failure;
  return { exitCode, stdout, stderr };
}

/**
 * Runs a `dotnet` command, passes on its output, and resolves to its exit code. When the signal is aborted,
 * the command is stopped with all processes that it started. Processes that a completed command leaves
 * behind, such as a compiler server, are kept.
 */
export function followDotnet(
  args: readonly string[],
  folder: string,
  dotnet: Dotnet,
  output: (stream: OutputStream, chunk: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const { clock, priority, watchdog } = dotnet;
  const plan = dotnetPlan(args, folder, dotnet);
  return new Promise((resolve, reject) => {
    const run = runProgram(
      plan,
      { clock, watchdog, grace: () => grace, leftovers: 'keep' },
      {
        started(pid) {
          if (priority === 'lowest' && pid !== undefined) lowerPriority(pid);
        },
        output,
        ended: (exitCode) => {
          stopping.dispose();
          resolve(exitCode);
        },
        failed: (error) => {
          stopping.dispose();
          reject(error.code === 'RuntimeNotFound' ? dotnetErrors.DotnetNotFound() : error);
        },
      },
    );
    const stopping = onAbort(signal, () => void run.stop());
  });
}

/** Returns the version of the SDK that `dotnet` selects in a folder. Rejects with a HumanError if there is none. */
export async function sdkVersion(
  folder: string,
  dotnet: Dotnet,
  signal?: AbortSignal,
): Promise<string> {
  const { stdout } = await runDotnet(['--version'], folder, dotnet, signal);
  return stdout.trim();
}

function dotnetPlan(
  args: readonly string[],
  workingDirectory: string,
  { launchContext }: Dotnet,
): ProgramPlan {
  const env = Object.entries(plainOutput).map(([name, value]) => ({ name, value }));
  const request = { launchConfiguration: { type: 'project' }, env };
  const environment = programEnvironment(request, launchContext);
  return { command: 'dotnet', args, workingDirectory, environment };
}
