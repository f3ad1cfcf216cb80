import assert from 'node:assert/strict';
import { connectedController } from '../controllers.ts';
import { useFixture } from '../fixture.ts';
import { file, withSetting } from '../workspace.ts';
import { languagesFixture, lastGiven } from './fixture.ts';

const env = [{ name: 'SHOP', value: 'books' }];
const script = file('go/api/main.sh');

describe('A launch configuration type that the user has added', () => {
  const fixture = useFixture();
  const types = {
    shell: {
      type: 'shell',
      script: '${path}',
      args: ['first', '${flags}', '${args}'],
      env: { SHOP: 'mine', COLOUR: '${colour}' },
    },
  };

  it('is listed and run by the debugger in the setting', async () => {
    await withSetting('ideSessionHost.launchTypes', types, async () => {
      const launch = { type: 'shell', path: script, flags: ['-x', '-y'], colour: 'red' };
      const controller = await connectedController();
      const { supported_launch_configurations: listed = [] } = await controller.info();
      assert.ok(listed.includes('shell'));
      const request = { launch_configurations: [launch], env, args: ['last'] };
      const session = await controller.runSession(request);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 6 });
      assert.equal(session.stdout, 'args first -x -y last\nshop books, colour red, endpoint \n');
      await controller.disconnect();
      controller.assertClean();
    });
    const { text } = await fixture.controller.request('GET', '/info');
    assert.doesNotMatch(text, /"shell"/);
  });

  it('is run by that debugger undebugged in mode NoDebug', async () => {
    await withSetting('ideSessionHost.launchTypes', types, async () => {
      const launch = { type: 'shell', mode: 'NoDebug', path: script } as const;
      const session = await fixture.controller.runSession({ launch_configurations: [launch] });
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 6 });
      const { args, noDebug } = await lastGiven('shell');
      assert.deepEqual([args, noDebug], [['first'], true]);
    });
  });
});

describe('A launch configuration type that another extension has registered', () => {
  const fixture = useFixture();

  it("is listed and run with the extension's debug configuration", async () => {
    const scripts = await (await languagesFixture()).registerScripts();
    try {
      const launch = { type: 'script', path: script, more: { kept: true } };
      const request = { launch_configurations: [launch], env, args: ['a'] };
      const session = await fixture.controller.runSession(request);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 6 });
      assert.equal(session.stdout, 'args a\nshop mine, colour , endpoint \n');
      assert.deepEqual(scripts.asked, [
        { launchConfiguration: launch, mode: 'Debug', env: { SHOP: 'books' }, args: ['a'] },
      ]);
      const { text } = await fixture.controller.request('GET', '/info');
      assert.match(text, /"script"/);
    } finally {
      scripts.dispose();
    }
    const { text } = await fixture.controller.request('GET', '/info');
    assert.doesNotMatch(text, /"script"/);
  });

  it("fails the session with the extension's exception", async () => {
    const scripts = await (await languagesFixture()).registerScripts();
    try {
      const session = await fixture.controller.runSession({
        launch_configurations: [{ type: 'script' }],
      });
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
      assert.deepEqual(
        session.messages.map(({ level, code }) => [level, code]),
        [['error', 'LaunchTypeFailed']],
      );
      const { message = '' } = session.messages[0] ?? {};
      assert.match(
        message,
        /registered script reported a failure: The script has no path\. Correct/,
      );
    } finally {
      scripts.dispose();
    }
  });

  it('is stopped immediately while the extension has not responded', async () => {
    const scripts = await (await languagesFixture()).registerScripts();
    try {
      const launch = { type: 'script', hangs: true };
      const session = await fixture.controller.runSession({ launch_configurations: [launch] });
      await fixture.controller.stopSession(session.id);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
      assert.equal(session.starts, 0);
    } finally {
      scripts.dispose();
    }
  });

  it('is refused to a second extension until the first has disposed its registration', async () => {
    const scripts = await (await languagesFixture()).registerScripts();
    const { api } = scripts;
    const register = () => api.registerLaunchType('script', () => assert.fail('It was asked.'));
    assert.throws(register, { code: 'LaunchTypeTaken' });
    scripts.dispose();
    register().dispose();
    assert.throws(() => api.registerLaunchType('', () => assert.fail()), TypeError);
  });
});
