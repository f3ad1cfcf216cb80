import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { goOn } from './debugView.ts';
import { useFixture } from './fixture.ts';
import { breakAt, file, isRunning } from './workspace.ts';

const restart = (way: 'With' | 'Without') =>
  vscode.commands.executeCommand(`ideSessionHost.restart${way}Debugger`);

const change = (what: 'attach' | 'detach') =>
  vscode.commands.executeCommand(`ideSessionHost.${what}Debugger`);

describe('A session that runs in one mode', () => {
  const fixture = useFixture();
  const sessionsOf = (type: string) => fixture.view.sessions.filter((one) => one.type === type);

  it('is restarted in the other and back, with its debugger attached', async () => {
    breakAt('server.js', 7);
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'node', mode: 'NoDebug', script_path: file('server.js') }],
    });
    await session.waitFor(({ stdout }) => stdout.includes('serving\n'));
    await restart('With');
    await session.restarted();
    await goOn(await fixture.view.stop());
    const debug = sessionsOf('pwa-node');
    assert.ok(debug.length > 0);
    await restart('Without');
    const pid = await session.restarted(2);
    await session.waitFor(({ stdout }) => stdout.split('serving\n').length === 4);
    assert.ok(isRunning(pid));
    for (const one of debug) await fixture.view.ended(one);
    assert.deepEqual(sessionsOf('pwa-node'), []);
    await fixture.controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });

  it('is restarted in the other and back, launched by its debugger', async () => {
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'python', program_path: file('worker.py') }],
      args: ['stay'],
    });
    await session.waitFor(({ stderr }) => stderr.includes('to stderr\n'));
    const debug = await fixture.view.session('debugpy', 'worker.py');
    await restart('Without');
    await session.restarted();
    await session.waitFor(({ stderr }) => stderr === 'to stderr\nto stderr\n');
    await fixture.view.ended(debug);
    assert.deepEqual(sessionsOf('debugpy'), []);
    await restart('With');
    const pid = await session.restarted(2);
    await session.waitFor(({ stderr }) => stderr === 'to stderr\nto stderr\nto stderr\n');
    assert.equal(sessionsOf('debugpy').length, 1);
    await fixture.controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 9 });
    assert.equal(isRunning(pid), false);
  });

  it('ends if it is stopped during the change', async () => {
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'node', mode: 'NoDebug', script_path: file('server.js') }],
    });
    await session.waitFor(({ stdout }) => stdout.includes('serving\n'));
    await restart('With');
    await fixture.controller.stopSession(session.id);
    await session.terminatedWithin();
    assert.deepEqual(session.pids.filter(isRunning), []);
  });

  it('attaches and detaches a debugger while its program keeps running, if possible', async () => {
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'python', mode: 'NoDebug', program_path: file('worker.py') }],
      args: ['stay'],
    });
    await session.waitFor(({ stderr }) => stderr.includes('to stderr\n'));
    await change('attach');
    const attached = await fixture.view.session('debugpy', 'worker.py (debugpy)');
    assert.equal(attached.configuration['processId'], await session.started);
    assert.equal(attached.parentSession?.name, 'worker.py');
    await change('detach');
    await fixture.view.ended(attached);
    assert.equal(session.starts, 1);
    await change('attach');
    await fixture.view.session('debugpy', 'worker.py (debugpy)');
    await fixture.controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 9 });
    assert.equal(session.starts, 1);
  });

  it('is restarted to attach a debugger if necessary, and keeps running without it', async () => {
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'node', mode: 'NoDebug', script_path: file('server.js') }],
    });
    await session.waitFor(({ stdout }) => stdout.includes('serving\n'));
    await change('attach');
    const pid = await session.restarted();
    const debug = await fixture.view.session('pwa-node', 'server.js (js-debug)');
    await session.waitFor(({ stdout }) => stdout.split('serving\n').length === 3);
    await change('detach');
    await fixture.view.ended(debug);
    assert.ok(isRunning(pid));
    await change('attach');
    assert.notEqual(await session.restarted(2), pid);
    await session.waitFor(({ stdout }) => stdout.split('serving\n').length === 4);
    await fixture.view.session('pwa-node', 'server.js (js-debug)');
    await fixture.controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });
});
