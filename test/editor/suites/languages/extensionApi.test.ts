import assert from 'node:assert/strict';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { useFixture } from '../fixture.ts';
import { file } from '../workspace.ts';
import { languagesFixture } from './fixture.ts';

const script = file('go/api/main.sh');

describe('Another extension', () => {
  const fixture = useFixture();

  it('starts a session of its own type, watches and stops it', async () => {
    const extension = await languagesFixture();
    const scripts = await extension.registerScripts();
    const watch = await extension.watchSessions();
    const { api, changes } = watch;
    try {
      assert.equal(api.version, 1);
      const launchConfiguration = { type: 'script', path: script };
      const request = { launchConfiguration, env: { SECRET: 'hush' }, args: ['stay'] };
      const { name, origin, type } = await api.startSession(request);
      assert.deepEqual([origin, type], ['api', 'script']);
      const findRunning = () =>
        changes.find(({ session }) => session.name === name && session.state === 'Running');
      await until('the session runs', () => findRunning() !== undefined);
      assert.equal(typeof findRunning()?.session.pid, 'number');
      assert.equal(api.listSessions().find((one) => one.name === name)?.state, 'Running');
      const ended = await api.stopSession(name);
      assert.equal(ended.state, 'Stopped');
      assert.deepEqual(
        api.listSessions().find((one) => one.name === name),
        ended,
      );
      const own = changes.filter(({ session }) => session.name === name);
      assert.equal(own[0]?.type, 'added');
      const states = own.map(({ session }) => session.state);
      assert.deepEqual(
        states.filter((state, index) => state !== states[index - 1]),
        ['NotStarted', 'Starting', 'Running', 'Stopping', 'Stopped'],
      );
      assert.deepEqual(scripts.asked[0]?.env, { SECRET: 'hush' });
      assert.doesNotMatch(JSON.stringify([changes, api.listSessions()]), /hush/);
    } finally {
      watch.dispose();
      scripts.dispose();
    }
  });

  it('sees and stops the sessions of a controller', async () => {
    const watch = await (await languagesFixture()).watchSessions();
    const { api, changes } = watch;
    const launch = { type: 'go', program: file('go/api') };
    const request = { launch_configurations: [launch], args: ['stay'] };
    const session = await fixture.controller.runSession(request);
    await session.started;
    const seen = api.listSessions().find(({ name }) => name === session.id);
    assert.deepEqual([seen?.origin, seen?.state], ['controller', 'Running']);
    assert.equal((await api.stopSession(session.id)).state, 'Stopped');
    await session.terminatedWithin();
    watch.dispose();
    const count = changes.length;
    const other = await fixture.controller.runSession({ launch_configurations: [launch] });
    await other.terminatedWithin();
    assert.equal(changes.length, count);
  });

  it('is told why a session cannot be started or stopped', async () => {
    const watch = await (await languagesFixture()).watchSessions();
    const { api } = watch;
    const before = api.listSessions().length;
    await assert.rejects(api.startSession({ launchConfiguration: { type: 'cobol' } }), {
      code: 'LaunchRefused',
    });
    await assert.rejects(api.stopSession('none'), { code: 'SessionUnknown' });
    assert.equal(api.listSessions().length, before);
    watch.dispose();
  });
});
