import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Door } from '../../../src/api/door/door.ts';
import { createDoorHandler } from '../../../src/api/door/doorRoutes.ts';
import type { HostFacts } from '../../../src/api/door/hostFacts.ts';
import { cliErrors } from '../../../src/cli/errors.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { findStart } from '../../../src/host/processStart.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openApi } from '../../../tools/fixtures/api/apiFixture.ts';
import {
  connectTo,
  createCommands,
  startHostedCli,
} from '../../../tools/fixtures/processes/hostedCli.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

test('a second Ctrl+C leaves the session alone while it is being stopped', async (context) => {
  const hosted = await startHostedCli(context);
  const program = `
process.on('SIGTERM', () => {});
setInterval(() => {}, 1_000);
require('node:fs').writeFileSync('ready', '');`;
  await writeFile(join(hosted.folder, 'app.js'), program);
  const started = hosted.start(['sessions', 'start', 'app.js', '--name', 'mine']);
  await until('the program runs', () => existsSync(join(hosted.folder, 'ready')));
  // A command would take longer to start than the program may take to end.
  const sessions = await connectTo(context, hosted.folder);
  started.child.kill('SIGINT');
  await until('it is being stopped', async () => {
    return (await sessions.get('mine')).status?.state === 'Stopping';
  });
  started.child.kill('SIGINT');
  const { code, stderr } = await started.ended;
  assert.deepEqual([code, stderr], [130, `${cliErrors.SessionLeft({ name: 'mine' }).message}\n`]);
});

/** A host that checks the launch of a session named `mine` until `checked` resolves, and the command that starts it. */
async function startSlowly(context: TestContext) {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'app.js'), '');
  const asked = deferred();
  const checked = deferred();
  const { api, sessions } = await openApi(context, {
    checkLaunch: () => {
      asked.resolve();
      return checked.promise;
    },
  });
  const facts = (): HostFacts => ({
    pid: process.pid,
    kind: 'headless',
    version: '1.0.0',
    folders: [folder],
    port: 1,
    opened: new Date().toISOString(),
    runMode: 'NoDebug',
    protocols: [],
    launchTypes: [],
  });
  const door = await Door.open({
    folder: join(folder, 'ide-session-host'),
    user: process.getuid?.(),
    findStart,
    handler: createDoorHandler(
      {
        facts,
        environment: () => ({}),
        known: () => ({ items: [], isSearching: false }),
        createReport: () => Promise.resolve(''),
      },
      api.handle,
    ),
    clock: systemClock,
    log: new RecordingLog(),
    connectionLimit: 10,
  });
  afterTest(context, () => door.close());
  const { start } = createCommands(context, folder, folder);
  const command = start(['sessions', 'start', 'app.js', '--name', 'mine']);
  await asked.promise;
  return { checked, command, sessions: sessions.sessions };
}

test('Ctrl+C before the host has answered stops the session', async (context) => {
  const { checked, command, sessions } = await startSlowly(context);
  command.child.kill('SIGINT');
  checked.resolve();
  await until('it is to stop', () => sessions.get('mine')?.spec.desiredState === 'Stopped');
});

test('a second signal before the host has answered ends the command at once', async (context) => {
  const { checked, command } = await startSlowly(context);
  command.child.kill('SIGINT');
  command.child.kill('SIGTERM');
  const { stderr } = await command.ended;
  assert.equal(stderr, `${cliErrors.StartLeft().message}\n`);
  checked.resolve();
});

test('a launch that is known to fail is refused with the reason', async (context) => {
  const hosted = await startHostedCli(context);
  await writeFile(join(hosted.folder, 'missing.yaml'), 'type: node\nscript_path: /missing.js\n');
  const { code, stderr, stdout } = await hosted.run(['sessions', 'start', '-f', 'missing.yaml']);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^The session host refused the request: .*\/missing\.js/);
  const unknown = await hosted.run(['sessions', 'start', 'nothing']);
  assert.equal(unknown.code, 1);
  assert.equal(unknown.stderr, `${cliErrors.TargetNotFound({ target: 'nothing' }).message}\n`);
});
