import assert from 'node:assert/strict';
import { useScene } from '../scene.ts';
import { file, withSetting } from '../workspace.ts';
import { lastGiven } from './fixture.ts';

const request = (mode: 'Debug' | 'NoDebug') => ({
  launch_configurations: [{ type: 'bun', mode, script_path: file('web/server.sh') }],
  env: [{ name: 'SHOP', value: 'books' }],
});

describe('What the user adds to debug configurations', () => {
  const scene = useScene();

  it('reaches the debugger, under what the controller asked for, with variables merged by name', async () => {
    const added = {
      bun: { stopOnEntry: false, program: 'mine', env: { SHOP: 'mine', COLOUR: 'red' } },
    };
    await withSetting('ideSessionHost.debugConfigurations', added, async () => {
      const session = await scene.controller.runSession(request('Debug'));
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 6 });
      assert.equal(session.stdout, 'args \nshop books, colour red, endpoint \n');
      const { program, stopOnEntry } = await lastGiven('bun');
      assert.deepEqual([program, stopOnEntry], [file('web/server.sh'), false]);
    });
  });

  it('fails sessions with words that name the setting where it is wrong', async () => {
    const wrong = { bun: { env: { SHOP: ['hush'] } } };
    await withSetting('ideSessionHost.debugConfigurations', wrong, async () => {
      const session = await scene.controller.runSession(request('Debug'));
      assert.deepEqual(await session.terminatedWithin(), {});
      const [failure] = session.messages;
      assert.equal(failure?.code, 'InvalidSetting');
      assert.match(failure?.message ?? '', /debugConfigurations.* bun\.env\.SHOP: /);
      assert.doesNotMatch(failure?.message ?? '', /hush/);
    });
  });
});
