import { execFile } from 'node:child_process';
import { projectEnvironment, projectFolder } from '../setup/node.mjs';

export interface CheckResult {
  readonly isPassed: boolean;
  readonly output: string;
}

/**
 * Runs a command, the project's own tools first, in the project's folder; it passes if its exit code is 0.
 * The signal ends it by SIGTERM.
 */
export function runTool(
  name: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<CheckResult> {
  const options = {
    cwd: projectFolder,
    env: projectEnvironment(),
    maxBuffer: 64 * 1024 * 1024,
    ...(signal && { signal }),
  };
  return new Promise((resolve) => {
    execFile(name, [...args], options, (error, stdout, stderr) => {
      resolve({ isPassed: error === null, output: `${stdout}${stderr}` });
    });
  });
}
