import assert from 'node:assert/strict';
import { test } from 'node:test';
import { debugSessions as played } from '../../../tools/fixtures/editorStandIn.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openFixture } from '../../../tools/fixtures/sessions/sessionFixture.ts';

const { DebugSessions, withUserOwner } = await import('../../../src/vscode/debug/debugSessions.ts');
const { UserSessions } = await import('../../../src/vscode/window/userSessions.ts');

test('events of a debug session that the user starts are those of its session', async (context) => {
  const { sessions } = await openFixture(context);
  const users = new UserSessions();
  const named: (string | undefined)[] = [];
  const debugSessions = new DebugSessions(
    () => assert.fail('The test adopts the debug session.'),
    (session) => named.push(users.getName(session)),
  );
  afterTest(context, () => debugSessions.dispose());
  const request = {
    type: 'ide-session',
    request: 'launch',
    name: 'Shop',
    project: '/shop/shop.csproj',
  };
  const configuration = withUserOwner({ ...request, noDebug: true });
  const debugSession = { id: 'root', type: 'ide-session', name: 'Shop', configuration } as never;
  const ownerId = String(configuration['ideSessionOwner']);
  users.adopt(debugSession, ownerId, sessions, debugSessions);
  const tell = played.begin(debugSession);
  tell({ type: 'event', event: 'initialized' });
  const [session] = sessions.list();
  assert.ok(session);
  assert.deepEqual(named, [session.metadata.name]);
});
