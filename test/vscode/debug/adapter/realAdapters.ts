// The debug adapters for other languages, started as their extensions do.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { TestContext } from 'node:test';
import { OutputEvent } from '@vscode/debugadapter';
import { findExecutables, findWorking, succeeds } from '../../../../tools/setup/executables.mjs';
import { findLldbAdapter } from '../../../../tools/setup/testRequirements.mjs';
import type { DebugConfiguration } from '../../../../src/launch/launchPlan.ts';
import {
  awaitAdapter,
  connectToProgram,
  type StreamClient,
} from '../../../../tools/fixtures/editor/debugClient.ts';

/** A connected adapter, and the `launch` arguments for a configuration. */
export interface RealAdapter {
  readonly client: StreamClient;
  readonly launch: object;
}

export type StartAdapter = (
  context: TestContext,
  configuration: DebugConfiguration,
) => RealAdapter | Promise<RealAdapter>;

export const startDebugpy: StartAdapter = (context, configuration) => {
  const python = findExecutables('python3').find((one) => succeeds(one, '-c', 'import debugpy'));
  if (python === undefined) throw new Error('No Python has debugpy.');
  const client = connectToProgram(context, 'debugpy', [python, '-m', 'debugpy.adapter']);
  const debugOptions = ['RedirectOutput'];
  return { client, launch: { ...configuration, python: [python], debugOptions } };
};

/**
 * Delve builds in its working directory. Before version 1.22 the program writes to Delve's own
 * streams.
 */
export const startDelve: StartAdapter = async (context, configuration) => {
  const delve = findWorking('dlv', 'version');
  if (delve === undefined) throw new Error('There is no Delve.');
  const { cwd, env } = configuration as { cwd?: string; env?: Record<string, string> };
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const client = await awaitAdapter(context, 'go', (address) => {
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    const child = spawn(delve, ['dap', `--client-addr=${address}`], {
      cwd,
      env,
      stdio: [...stdio],
    });
    child.stdout?.pipe(streams.stdout);
    child.stderr?.pipe(streams.stderr);
    return child;
  });
  for (const [category, stream] of Object.entries(streams)) {
    stream.setEncoding('utf8').on('data', (output: string) => {
      client.emit('output', new OutputEvent(output, category));
    });
  }
  return { client, launch: { ...configuration, program: '.', output: join(cwd ?? '', 'built') } };
};

export const startLldb: StartAdapter = (context, configuration) => {
  const path = findLldbAdapter();
  if (path === undefined) throw new Error('There is no adapter of LLDB.');
  const { env = {}, ...others } = configuration as { env?: Record<string, string> };
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return {
    client: connectToProgram(context, 'lldb', [path]),
    launch: { ...others, env: variables },
  };
};
