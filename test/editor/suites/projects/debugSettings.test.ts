import assert from 'node:assert/strict';
import { configurationsDuring } from '../debugView.ts';
import { withSetting } from '../workspace.ts';
import { buildLimit, tool, useFixture } from './fixture.ts';

describe('What the user adds to the debug configurations of projects', () => {
  const fixture = useFixture();
  const added = {
    coreclr: { justMyCode: false, env: { GREETING: 'of the debugger' } },
    project: { requireExactSource: false, args: ['mine'], env: { GREETING: 'mine' } },
  };

  it("reaches the .NET debugger, and the program its variables, below the controller's properties", async () => {
    const configurations = await configurationsDuring(() =>
      withSetting('ideSessionHost.debugConfigurations', added, async () => {
        const greetings: string[] = [];
        for (const env of [{}, { GREETING: 'theirs' }]) {
          const session = await fixture.controller.runSession(tool([], env));
          assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 3 });
          greetings.push(session.stderr);
        }
        assert.deepEqual(greetings, ['mine\n', 'theirs\n']);
      }),
    );
    const given = configurations.findLast(({ type }) => type === 'coreclr');
    const properties = ['justMyCode', 'requireExactSource', 'args'];
    assert.deepEqual(
      properties.map((name) => given?.[name]),
      [false, false, []],
    );
  });
});
