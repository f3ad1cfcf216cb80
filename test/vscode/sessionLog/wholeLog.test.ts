import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { SessionOutput } from '../../../src/sessions/logs/sessionOutput.ts';
import { writeWholeLog } from '../../../src/vscode/ui/sessionLog/wholeLog.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openFixture } from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

test('a whole log is a file of plain text that only its owner can read', async (context) => {
  const fixture = await openFixture(context);
  const name = fixture.start();
  await turn();
  const { events } = fixture.runner.of(name);
  events.started(1);
  void events.output('stdout', Buffer.from('\u001b[32mone\u001b[0m\n'));
  fixture.clock.advance(1);
  void events.output('stderr', Buffer.from('two'));
  const output = new SessionOutput(fixture.sessions, fixture.session(name));
  afterTest(context, () => output.dispose());
  const folder = join(await temporaryFolder(context), 'shown');
  const path = await writeWholeLog(output, folder, 'http://localhost:5000/a?b');
  assert.equal(path, join(folder, `http-localhost-5000-a-b ${name.slice(0, 8)}.log`));
  assert.equal(readFileSync(path, 'utf8'), 'one\nerr│ two\n');
  assert.deepEqual(
    [statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777],
    [0o400, 0o700],
  );
  void events.output('stderr', Buffer.from(' three\n'));
  assert.equal(await writeWholeLog(output, folder, 'http://localhost:5000/a?b'), path);
  assert.equal(readFileSync(path, 'utf8'), 'one\nerr│ two three\n');
});
