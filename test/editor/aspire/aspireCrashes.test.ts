// How crashes affect sessions of the real DCP in a window: a crash of the window's extension host,
// and one of DCP.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProcess } from '../../../src/processes/tree/processTable.ts';
import { type AppHost, aspireRun, startAppHost } from '../../../tools/fixtures/aspire/appHost.ts';
import { writeAppHost } from '../../../tools/fixtures/aspire/appHostFolder.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { networkSettings } from '../../../tools/editor/built.ts';
import { kill } from '../../../tools/editor/leftovers.ts';
import { type ObservedWindow, openWindow } from '../../../tools/editor/observedWindow.ts';

const resources = ['api', 'node'];
const limit = 600_000;

/** DCP's processes that connect to an IDE and manage its resources. */
const dcp = [/dcp start-apiserver/, /dcp run-controllers/];

test('crashes beside the real DCP', { timeout: limit }, async (context) => {
  const fixture = await DotnetFixture.of(context);
  await writeAppHost(fixture);
  const window = await openWindow(context, {
    settings: { ...networkSettings, 'ideSessionHost.controllerTimeout': 10 },
    timeoutMilliseconds: limit,
  });
  const environment = await window.nextVariables();
  const commandLine = aspireRun(fixture);
  const appHost = await startAppHost(context, fixture, { resources, commandLine, environment });
  for (const resource of resources) await appHost.answer(resource);

  await context.test(
    'the next window reports to DCP which sessions a crash has ended',
    async () => {
      const pids = await runningPids(appHost);
      await crashExtensionHost(window, pids);
      for (const resource of resources) {
        assert.equal((await appHost.finished(resource)).exitCode, 1, resource);
      }
      for (const resource of resources) {
        await appHost.aspire('resource', resource, 'start');
        assert.ok(!pids.includes(knownPid((await appHost.running(resource)).pid)), resource);
        assert.match(await appHost.answer(resource), /^hello from /);
      }
    },
  );

  await context.test('sessions whose DCP has crashed end after the timeout', async () => {
    const pids = await runningPids(appHost);
    for (const pattern of dcp) kill(appHost.process(pattern).pid, 'SIGKILL');
    await untilGone(pids);
  });
});

async function runningPids(appHost: AppHost): Promise<readonly number[]> {
  const all = await Promise.all(resources.map((resource) => appHost.running(resource)));
  for (const { isIde, resource } of all) assert.ok(isIde, `${resource} does not run in the window`);
  return all.map(({ pid }) => knownPid(pid));
}

/**
 * Kills the extension host that runs these programs, which ends them, and opens the window again.
 */
async function crashExtensionHost(window: ObservedWindow, pids: readonly number[]): Promise<void> {
  const host = knownPid((await findProcess(knownPid(pids[0])))?.parent);
  kill(host, 'SIGKILL');
  await untilGone(pids);
  await window.editor.page.reload();
}
