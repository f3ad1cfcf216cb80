import assert from 'node:assert/strict';
import { useFixture } from '../fixture.ts';
import { ask } from '../pageDriver.ts';
import { startProgram } from './programs.ts';

describe('The status bar', () => {
  const fixture = useFixture();

  it('names the running session, which a click stops', async () => {
    const session = await startProgram(fixture.controller, 'serve.js');
    const item = '.statusbar-item[id$="sessions"]';
    const [shown] = await ask({ do: 'read', selector: item, text: 'serve' });
    assert.equal(shown?.trim(), 'serve');
    await ask({ do: 'click', selector: `${item} a`, text: 'serve' });
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });
});
