import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DebugConfiguration } from '../../../launch/launchPlan.ts';
import { findExecuting } from '../../../processes/commands/executableSearch.ts';
import { isObserved } from './observedProcess.ts';

/**
 * Sets a unique name for the executable that Delve builds, so that its process can be found. Newer versions of
 * Delve choose unique names themselves.
 */
export function findableConfiguration<T extends DebugConfiguration>(configuration: T): T {
  const { mode, output, program, type } = configuration;
  if (type !== 'go' || mode !== 'debug' || output !== undefined) return configuration;
  const target = String(program);
  const folder = target.endsWith('.go') ? dirname(target) : target;
  const ending = process.platform === 'win32' ? '.exe' : '';
  return { ...configuration, output: join(folder, `__debug_bin${randomUUID()}${ending}`) };
}

/** Finds the process that a native debug adapter has launched, unless it belongs to another program. */
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
