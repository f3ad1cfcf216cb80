import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editor } from '../../../../tools/fixtures/editorStandIn.ts';
import { openFixture } from '../../../../tools/fixtures/sessions/sessionFixture.ts';

const { SessionCommands } =
  await import('../../../../src/vscode/ui/sessionActions/sessionCommands.ts');

test('a session that has been cleared is not run again, which is said', async (context) => {
  const { sessions } = await openFixture(context);
  const hostOwner = { host: () => Promise.resolve({ sessions }) };
  const commands = new SessionCommands({ hostOwner } as never);
  editor.shown = [];
  await commands.runAgain('cleared', 'Debug');
  assert.deepEqual(editor.shown, ['This session has been cleared.']);
  assert.equal(sessions.list().length, 0);
});
