import { dirname } from 'node:path';
import { type BuildIssue, parseIssues } from './buildIssues.ts';
import type { BuildListener, BuildPlan, BuildResult } from './buildPlan.ts';
import { addBuildVariables, settingsOptions } from './buildSettings.ts';
import { isFileProgram } from '../files/projectFile.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import type { Restores } from './restores.ts';
import { type Dotnet, followDotnet } from '../sdk/sdk.ts';

export { buildFailure } from './buildFailure.ts';
export type { BuildIssue } from './buildIssues.ts';

/** Dependencies of builds. */
export interface BuildOptions extends Dotnet {
  /** Skips restores that would do nothing. If absent, every build restores. */
  readonly restores?: Restores;
}

/** One line per event, without colors and without a summary. */
const loggerParameters =
  'Verbosity=Minimal;NoSummary;ForceNoAlign;DisableConsoleColor;ShowProjectFile=true';

/** Options of a run of `dotnet build`. */
interface BuildRun {
  /** The file to build. */
  readonly file: string;
  readonly folder: string;
  readonly settings: BuildSettings;
  readonly options: readonly string[];
}

/** Runs `dotnet build`, passes on its output, and resolves to its exit code. */
export function runBuild(
  { file, folder, options, settings }: BuildRun,
  dotnet: Dotnet,
  output: BuildListener['output'],
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const args = [
    'build',
    file,
    '-nologo',
    ...loggerOptions(file),
    ...settingsOptions(settings),
    ...options,
  ];
  return followDotnet(args, folder, addBuildVariables(dotnet, settings), output, signal);
}

/** Replaces the console logger of the command. File-based programs don't support that. */
function loggerOptions(file: string): readonly string[] {
  if (isFileProgram(file)) return [`-consoleLoggerParameters:${loggerParameters}`];
  const logger = `Microsoft.Build.Logging.ConsoleLogger,Microsoft.Build;${loggerParameters}`;
  return ['-noConsoleLogger', `-logger:${logger}`];
}

/** Whether a restore may fix an issue. */
export function isRestorable({ code }: BuildIssue): boolean {
  return /^(NETSDK1004|NETSDK1005|NETSDK1047|NETSDK1064)$/.test(code);
}

/**
 * Builds a project and its references. The signal stops the build. Rejects with a HumanError if no SDK can
 * be started.
 */
export async function buildProject(
  plan: BuildPlan,
  buildOptions: BuildOptions,
  listener: BuildListener,
  signal?: AbortSignal,
): Promise<BuildResult> {
  const { restores } = buildOptions;
  if (await restores?.isCurrent(plan)) {
    const result = await build(plan, ['--no-restore'], buildOptions, listener, signal);
    if (!result.issues.some(isRestorable)) return result;
    restores?.forget(plan);
  }
  return build(plan, [], buildOptions, listener, signal);
}

async function build(
  { project, targetFramework, ...settings }: BuildPlan,
  options: readonly string[],
  dotnet: Dotnet,
  listener: BuildListener,
  signal: AbortSignal | undefined,
): Promise<BuildResult> {
  const folder = dirname(project);
  const framework = targetFramework === undefined ? [] : ['-f', targetFramework];
  const run = {
    file: project,
    folder: settings.folder ?? folder,
    settings,
    options: [...framework, ...options],
  };
  const chunks: Uint8Array[] = [];
  const exitCode = await runBuild(
    run,
    dotnet,
    (stream, chunk) => {
      chunks.push(chunk);
      listener.output(stream, chunk);
    },
    signal,
  );
  const output = Buffer.concat(chunks).toString('utf8');
  const issues = parseIssues(output, folder);
  // A stopped MSBuild may exit with 0.
  if (signal?.aborted === true) return { kind: 'stopped', issues };
  return exitCode === 0 ? { kind: 'succeeded', issues } : { kind: 'failed', issues, output };
}
