import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { evaluate, goOn, pressStop } from './debugView.ts';
import { useFixture } from './fixture.ts';
import { breakAt, file, isRunning } from './workspace.ts';

/** The sample controller, bundled beside this suite. */
const program = join(__dirname, 'sampleController.cjs');

const launch = (script: string) => JSON.stringify({ type: 'node', script_path: file(script) });

describe('A controller that its user starts with a debug configuration', () => {
  const fixture = useFixture();

  async function start(more: object): Promise<vscode.DebugSession> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const configuration = {
      type: 'ide-session',
      request: 'launch',
      name: 'My controller',
      ...more,
    };
    assert.ok(await vscode.debug.startDebugging(folder, configuration));
    return fixture.view.session('ide-session', 'My controller');
  }

  it('finds this window, shows its sessions below itself, and ends when they have', async () => {
    breakAt('service.js', 2);
    const root = await start({
      controller: [process.execPath, program, '--launch', launch('service.js')],
    });
    const stop = await fixture.view.stop();
    assert.equal(await evaluate(stop, 'answer'), '42');
    const names = [];
    for (let one = stop.session.parentSession; one; one = one.parentSession) names.push(one.name);
    assert.deepEqual(names, ['service.js (js-debug)', 'service.js', root.name]);
    await goOn(stop);
    await fixture.view.empty();
  });

  it('ends its sessions when it is stopped', async () => {
    const controller = [process.execPath, program, '--launch', launch('server.js')];
    const root = await start({ controller, mode: 'NoDebug' });
    const pid = await fixture.view.processOf(
      await fixture.view.session('ide-session', 'server.js'),
    );
    await pressStop(root);
    await fixture.view.empty();
    assert.equal(isRunning(pid), false);
  });

  it('ends its sessions when it is killed', async () => {
    const controller = [process.execPath, program, '--launch', launch('server.js')];
    const root = await start({ controller, mode: 'NoDebug' });
    const pid = await fixture.view.processOf(
      await fixture.view.session('ide-session', 'server.js'),
    );
    process.kill(await fixture.view.processOf(root), 'SIGKILL');
    await fixture.view.empty();
    assert.equal(isRunning(pid), false);
  });

  it('keeps running when one of its sessions is stopped', async () => {
    const code = `
      const { spawn } = require('node:child_process');
      const run = (script) => spawn(process.execPath, [${JSON.stringify(program)}, '--launch', script], { stdio: 'inherit' });
      const both = process.argv.slice(1).map(run);
      process.on('SIGTERM', () => both.forEach((one) => one.kill()));
    `;
    const controller = [
      process.execPath,
      '-e',
      code,
      '--',
      launch('server.js'),
      launch('stubborn.js'),
    ];
    const root = await start({ controller, mode: 'NoDebug' });
    const server = await fixture.view.session('ide-session', 'server.js');
    const other = await fixture.view.session('ide-session', 'stubborn.js');
    const pids = [
      await fixture.view.processOf(server),
      await fixture.view.processOf(other),
    ] as const;
    await pressStop(server);
    await fixture.view.ended(server);
    assert.deepEqual(pids.map(isRunning), [false, true]);
    assert.ok(fixture.view.sessions.includes(root) && fixture.view.sessions.includes(other));
    await pressStop(root);
    await fixture.view.empty();
    assert.equal(isRunning(pids[1]), false);
  });
});
