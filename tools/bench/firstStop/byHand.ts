// The same browser, server and debug proxy, started one after the other as without the extension.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { build, listening } from './devServer.ts';
import type { Stopwatch } from './stopwatch.ts';

/** The options: the commands from the project's evaluation, and the browser's flags. */
export interface ByHandPlan {
  readonly project: string;
  readonly devServer: string;
  readonly assembly: string;
  readonly browser: string;
  readonly flags: readonly string[];
}

/**
 * Builds, serves and debugs; resolves once the first breakpoint has stopped the page, to a function
 * that ends everything.
 */
export async function startByHand(
  plan: ByHandPlan,
  stopwatch: Stopwatch,
  stopped: () => Promise<void>,
): Promise<() => Promise<void>> {
  await stopwatch.measure('build', () => build(plan.project));
  return debugByHand(plan, '', stopwatch, stopped);
}

/** The same for a built project, at this path of its server. */
export async function debugByHand(
  plan: ByHandPlan,
  path: string,
  stopwatch: Stopwatch,
  stopped: () => Promise<void>,
): Promise<() => Promise<void>> {
  const server = spawn(
    'dotnet',
    [plan.devServer, '--applicationpath', plan.assembly, '--urls', 'http://127.0.0.1:0'],
    {
      cwd: join(plan.project, '..'),
      env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development' },
    },
  );
  const url = `${await stopwatch.measure('serve', () => listening(server))}${path}`;
  const profile = await mkdtemp(join(tmpdir(), 'first-stop-'));
  const inspectUri =
    '{wsProtocol}://{url.hostname}:{url.port}/_framework/debug/ws-proxy?browser={browserInspectUri}';
  await stopwatch.measure('browser and debugger, to the first stop', async () => {
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      type: 'chrome',
      request: 'launch',
      name: 'by hand',
      url,
      inspectUri,
      browserLaunchLocation: 'workspace',
      runtimeExecutable: plan.browser,
      runtimeArgs: plan.flags,
      userDataDir: profile,
    });
    await stopped();
  });
  return async () => {
    await vscode.debug.stopDebugging();
    const isGone = once(server, 'exit');
    server.kill('SIGKILL');
    await isGone;
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
}
