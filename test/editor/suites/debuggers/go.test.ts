import assert from 'node:assert/strict';
import { useFixture } from '../fixture.ts';
import { file } from '../workspace.ts';

describe('Delve', () => {
  const fixture = useFixture();

  it('fails a program that does not compile with the compiler errors', async () => {
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'go', program: file('go/broken') }],
    });
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
    assert.equal(session.starts, 0);
    const failure = session.messages.find(({ level }) => level === 'error');
    assert.equal(failure?.code, 'DebuggerNotStarted');
    assert.match(failure?.message ?? '', /undefined: missing/);
    assert.match(session.stderr, /undefined: missing/);
  });
});
