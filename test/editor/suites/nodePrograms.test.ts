import assert from 'node:assert/strict';
import { evaluate, goOn } from './debugView.ts';
import { useScene } from './scene.ts';
import { breakAt, file } from './workspace.ts';

describe('A Node program that a controller asks for', () => {
  const scene = useScene();

  it('stops at a breakpoint, goes on, and tells its pid, both streams and its exit code', async () => {
    breakAt('service.js', 2);
    const session = await scene.controller.runSession({
      launch_configurations: [{ type: 'node', script_path: file('service.js') }],
      args: ['one', 'two'],
    });
    const stop = await scene.view.stop();
    assert.equal(await evaluate(stop, 'answer'), '42');
    const pid = Number(await evaluate(stop, 'process.pid'));
    await goOn(stop);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 3 });
    assert.deepEqual(session.pids, [pid]);
    assert.equal(session.stdout, 'answer 42 one two\nrest without line end\n');
    assert.equal(session.stderr, 'to stderr\n');
    assert.deepEqual(session.messages, []);
  });

  it('shows its debugger below its controller', async () => {
    breakAt('service.js', 2);
    const session = await scene.controller.runSession({
      launch_configurations: [{ type: 'node', script_path: file('service.js') }],
    });
    const stop = await scene.view.stop();
    const names = [];
    for (let one = stop.session.parentSession; one; one = one.parentSession) names.push(one.name);
    assert.deepEqual(names, [
      'service.js (js-debug)',
      'service.js',
      `Controller ${scene.controller.instanceId}`,
    ]);
    await goOn(stop);
    await session.terminatedWithin();
  });

  it('is debugged in the processes that it forks', async () => {
    breakAt('service.js', 2);
    const session = await scene.controller.runSession({
      launch_configurations: [{ type: 'node', script_path: file('parent.js') }],
    });
    const stop = await scene.view.stop();
    assert.notEqual(Number(await evaluate(stop, 'process.pid')), await session.started);
    await goOn(stop);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 13 });
    assert.equal(session.stdout, 'answer 42 forked\nrest without line end\n');
    assert.equal(session.stderr, 'to stderr\n');
  });

  it('is debugged behind a package manager', async () => {
    breakAt('packaged/main.js', 2);
    const session = await scene.controller.runSession({
      launch_configurations: [
        {
          type: 'node',
          script_path: '',
          runtime_executable: 'npm',
          working_directory: file('packaged'),
          launch_method: 'package-manager',
        },
      ],
      args: ['run', 'dev', '--', 'well'],
    });
    const stop = await scene.view.stop();
    assert.equal(await evaluate(stop, 'started'), "'well'");
    await goOn(stop);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 5 });
    assert.match(session.stdout, /^packaged well$/m);
    assert.doesNotMatch(session.stderr, /[Dd]ebugger/);
  });

  it('runs without a debugger where the mode says so', async () => {
    breakAt('service.js', 2);
    const session = await scene.controller.runSession({
      launch_configurations: [{ type: 'node', mode: 'NoDebug', script_path: file('service.js') }],
    });
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 3 });
    assert.equal(session.stdout, 'answer 42 \nrest without line end\n');
    assert.equal(session.stderr, 'to stderr\n');
  });
});
