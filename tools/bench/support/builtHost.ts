import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const builtCli = join(import.meta.dirname, '../../../dist/cli.js');

/** The built headless host, with the variables it printed. */
export interface BuiltHost {
  readonly variables: Record<string, string>;
  readonly pid: number;
  /** Sends a signal, SIGTERM by default, and resolves when the host has ended. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts the built host, by default with this process's variables, and waits for its first line.
 */
export async function startBuiltHost(
  workspace: string,
  environment: NodeJS.ProcessEnv = process.env,
  options: readonly string[] = [],
): Promise<BuiltHost> {
  const args = [builtCli, 'serve', '--json', '--workspace', workspace, ...options];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: environment,
  });
  const { env } = JSON.parse(await firstLine(child)) as { env: Record<string, string> };
  return {
    variables: env,
    pid: child.pid ?? 0,
    async end(signal = 'SIGTERM') {
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.split('\n')[0] ?? '';
}
