import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { describeSession } from '../../../../src/vscode/ui/sessionDetails/describeSession.ts';
import { temporaryFolder } from '../../../../tools/fixtures/temporaryFolder.ts';
import { turn, until } from '../../../../tools/fixtures/waiting.ts';
import { openFixture } from '../../../../tools/fixtures/sessions/sessionFixture.ts';

test('describes spec, status, timeline and the last lines, without values of variables', async (context) => {
  const { runner, sessions } = await openFixture(context);
  const session = sessions.create(
    { kind: 'controller', instanceId: 'dcp' },
    {
      launchConfiguration: {
        type: 'project',
        project_path: '/shop/Api.csproj',
        build_environment: { FEED: 'secret feed' },
      },
      args: ['--port', '1'],
      env: [{ name: 'KEY', value: 'secret key' }],
      desiredState: 'Running',
    },
  );
  await turn();
  const [run] = runner.runs;
  run?.events.started(7);
  run?.write(Array.from({ length: 30 }, (_, line) => `line ${line}\r\n`).join(''));
  run?.write('\u001b[31mred');
  const { name } = session.metadata;
  const text = await describeSession(sessions.get(name) ?? session, sessions, [
    ['hot_reloads_total', '2'],
  ]);
  assert.doesNotMatch(text, /secret/);
  const last = Array.from({ length: 19 }, (_, line) => `  line ${line + 11}`);
  assert.equal(
    text,
    `Api:
  id: ${name}
  requested by: controller dcp
  state: running
  pid: 7

Timeline:
  created: 2026-01-02T03:04:05.678000Z
  process started: 2026-01-02T03:04:05.678000Z

Launch configuration:
  type: project
  project_path: /shop/Api.csproj
  build_environment: FEED

Request:
  arguments: ["--port","1"]
  variables: KEY
  desired state: Running

Last lines of stdout:
${last.join('\n')}
  \\u001b[31mred

Last lines of stderr:

All sessions of this window:
  hot_reloads_total: 2
`,
  );
});

test('a session that is out of date is described with the changed files', async (context) => {
  const fixture = await openFixture(context);
  const folder = await temporaryFolder(context);
  const name = fixture.start();
  await turn();
  const file = join(folder, 'a.cs');
  await writeFile(file, '');
  // By the clock of the fixture, the file is newer than the launch.
  fixture.runner.of(name).events.inputs?.({ base: folder, files: [file], folders: [] });
  await until(
    'the session is out of date',
    () => fixture.session(name).status.conditions !== undefined,
  );
  const text = await describeSession(fixture.session(name), fixture.sessions, []);
  assert.match(text, /^ {2}out of date: a\.cs has changed since the program was started\.$/m);
});
