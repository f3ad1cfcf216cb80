import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DebugConfiguration } from '../../launch/launchPlan.ts';
import { findExecuting } from '../../processes/commands/executableSearch.ts';
import { isObserved } from './observedProcess.ts';

/**
 * The configuration with a name of its own for the executable that Delve builds, by which its process
 * can be found; newer versions of Delve choose such names themselves.
 */
export function findableConfiguration<T extends DebugConfiguration>(configuration: T): T {
  const { mode, output, program, type } = configuration;
  if (type !== 'go' || mode !== 'debug' || output !== undefined) return configuration;
  const target = String(program);
  const folder = target.endsWith('.go') ? dirname(target) : target;
  const ending = process.platform === 'win32' ? '.exe' : '';
  return { ...configuration, output: join(folder, `__debug_bin${randomUUID()}${ending}`) };
}

/** Finds the process of what a debug adapter launches natively, unless it is another program's already. */
export function processFinder({
  mode,
  output,
  program,
  type,
}: DebugConfiguration): () => Promise<number | undefined> {
  const executable = type === 'go' && mode !== 'exec' ? output : program;
  const isNative = type === 'go' || type === 'lldb' || type === 'cppdbg';
  if (!isNative || typeof executable !== 'string') return () => Promise.resolve(undefined);
  return async () => {
    const path = await realpath(executable).catch(() => executable);
    return findExecuting(path, process.pid, (pid) => !isObserved(pid));
  };
}
