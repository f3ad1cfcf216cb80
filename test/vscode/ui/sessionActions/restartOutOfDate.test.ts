import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import '../../../../tools/fixtures/editorStandIn.ts';
import { getOutOfDate } from '../../../../src/protocol/ideSession.ts';
import { openFixture } from '../../../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../../../tools/fixtures/temporaryFolder.ts';
import { turn, until } from '../../../../tools/fixtures/waiting.ts';

const { SessionCommands } =
  await import('../../../../src/vscode/ui/sessionActions/sessionCommands.ts');

test('one session that is out of date is restarted, also if the user names none', async (context) => {
  const fixture = await openFixture(context);
  const folder = await temporaryFolder(context);
  const file = join(folder, 'a.cs');
  await writeFile(file, '');
  const names = [fixture.start(), fixture.start()];
  await turn();
  const runs = names.map((name) => fixture.runner.of(name));
  for (const run of runs) run.events.started(1);
  runs[0]?.events.inputs?.({ base: folder, files: [file], folders: [] });
  const [first = ''] = names;
  await until('it is out of date', () => getOutOfDate(fixture.session(first)) !== undefined);
  const hostOwner = { host: () => Promise.resolve({ sessions: fixture.sessions }) };
  const commands = new SessionCommands({ hostOwner } as never);
  await commands.recreate(undefined);
  assert.deepEqual(
    runs.map(({ recreations }) => recreations),
    [1, 0],
  );
});

test('only the sessions that are out of date are restarted', async (context) => {
  const fixture = await openFixture(context);
  const folder = await temporaryFolder(context);
  const file = join(folder, 'a.cs');
  await writeFile(file, '');
  const names = [fixture.start(), fixture.start(), fixture.start()];
  await turn();
  const runs = names.map((name) => fixture.runner.of(name));
  for (const run of runs) run.events.started(1);
  // By the clock of the fixture, the file is newer than the launches.
  for (const run of runs.slice(0, 2)) {
    run.events.inputs?.({ base: folder, files: [file], folders: [] });
  }
  await until('two sessions are out of date', () =>
    names.slice(0, 2).every((name) => getOutOfDate(fixture.session(name)) !== undefined),
  );
  const host = { sessions: fixture.sessions };
  const hostOwner = { host: () => Promise.resolve(host) };
  const commands = new SessionCommands({ hostOwner } as never);
  await commands.restartOutOfDate();
  assert.deepEqual(
    runs.map(({ recreations }) => recreations),
    [1, 1, 0],
  );
});
