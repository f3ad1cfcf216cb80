import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type DebugView, evaluate, goOn } from './debugView.ts';
import { useFixture } from './fixture.ts';
import { breakAt, file } from './workspace.ts';

/** A command that starts Node processes without being one. */
const shell = { type: 'node', runtime_executable: 'sh', launch_method: 'package-manager' };
const npm = { ...shell, runtime_executable: 'npm' };

/** Continues from this many stops; resolves to the pids of the stopped processes. */
async function stopsIn(view: DebugView, count: number): Promise<readonly number[]> {
  const pids: number[] = [];
  while (pids.length < count) {
    const stop = await view.stop();
    pids.push(Number(await evaluate(stop, 'process.pid')));
    await goOn(stop);
  }
  return pids;
}

describe("A controller's Node program", () => {
  const fixture = useFixture();

  it('stops at a breakpoint, continues, and reports its pid, both streams and its exit code', async () => {
    breakAt('service.js', 2);
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'node', script_path: file('service.js') }],
      args: ['one', 'two'],
    });
    const stop = await fixture.view.stop();
    assert.equal(await evaluate(stop, 'answer'), '42');
    const pid = Number(await evaluate(stop, 'process.pid'));
    await goOn(stop);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 3 });
    assert.deepEqual(session.pids, [pid]);
    assert.equal(session.stdout, 'answer 42 one two\nrest without line end\n');
    assert.equal(session.stderr, 'to stderr\n');
    assert.deepEqual(session.messages, []);
  });

  it('shows its debug session below its controller', async () => {
    breakAt('service.js', 2);
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'node', script_path: file('service.js') }],
    });
    const stop = await fixture.view.stop();
    const names = [];
    for (let one = stop.session.parentSession; one; one = one.parentSession) names.push(one.name);
    assert.deepEqual(names, [
      'service.js (js-debug)',
      'service.js',
      `Controller ${fixture.controller.instanceId}`,
    ]);
    await goOn(stop);
    await session.terminatedWithin();
  });

  it('is debugged in the processes that it forks', async () => {
    breakAt('service.js', 2);
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'node', script_path: file('parent.js') }],
    });
    const stop = await fixture.view.stop();
    assert.notEqual(Number(await evaluate(stop, 'process.pid')), await session.started);
    await goOn(stop);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 13 });
    assert.equal(session.stdout, 'answer 42 forked\nrest without line end\n');
    assert.equal(session.stderr, 'to stderr\n');
  });

  it('is debugged when run by a package manager', async () => {
    breakAt('packaged/main.js', 2);
    const session = await fixture.controller.runSession({
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
    const stop = await fixture.view.stop();
    assert.equal(await evaluate(stop, 'started'), "'well'");
    await goOn(stop);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 5 });
    assert.match(session.stdout, /^packaged well$/m);
    assert.doesNotMatch(session.stderr, /[Dd]ebugger/);
  });

  it('is debugged in each Node process that a shell starts, as in js-debug itself', async () => {
    breakAt('service.js', 2);
    const session = await fixture.controller.runSession({
      launch_configurations: [shell],
      args: ['several.sh'],
    });
    const pids = await stopsIn(fixture.view, 3);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 3 });
    assert.equal(new Set(pids).size, 3);
    assert.ok(!pids.includes((await session.started) ?? 0));
    assert.deepEqual(session.messages, []);
    for (const word of ['one', 'two', 'three']) assert.match(session.stdout, RegExp(word));

    await vscode.debug.startDebugging(undefined, {
      type: 'pwa-node',
      request: 'launch',
      name: 'js-debug itself',
      runtimeExecutable: 'sh',
      args: ['several.sh'],
      cwd: file(''),
      console: 'internalConsole',
    });
    assert.equal(new Set(await stopsIn(fixture.view, 3)).size, 3);
  });

  it('is debugged again in the process that follows a change of its file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'watched-'));
    const script = join(folder, 'watched.js');
    const text = "console.log('first');\nsetInterval(() => {}, 1_000);\n";
    await writeFile(script, text);
    const place = new vscode.Location(vscode.Uri.file(script), new vscode.Position(1, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
    const session = await fixture.controller.runSession({
      launch_configurations: [{ ...shell, runtime_executable: 'node', working_directory: folder }],
      args: ['--watch', 'watched.js'],
    });
    const [first] = await stopsIn(fixture.view, 1);
    await session.waitFor(({ stdout }) => stdout.includes('first'));
    await writeFile(script, text.replace('first', 'second'));
    const [second] = await stopsIn(fixture.view, 1);
    assert.notEqual(first, second);
    await session.waitFor(({ stdout }) => stdout.includes('second'));
    await fixture.controller.stopSession(session.id);
    await rm(folder, { recursive: true });
  });

  it('is debugged if the package manager has its own node options', async () => {
    breakAt('optioned/main.js', 2);
    const session = await fixture.controller.runSession({
      launch_configurations: [{ ...npm, working_directory: file('optioned') }],
      args: ['run', 'dev'],
    });
    await stopsIn(fixture.view, 1);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 6 });
    assert.match(session.stdout, /^optioned true 0$/m);
    assert.deepEqual(session.messages, []);
  });

  it('names the process whose NODE_OPTIONS were replaced', async () => {
    const session = await fixture.controller.runSession({
      launch_configurations: [{ ...npm, working_directory: file('optioned') }],
      args: ['run', 'replaced'],
    });
    await session.waitFor(({ messages }) => messages.length > 0);
    const [{ message } = { message: '' }] = session.messages;
    assert.match(message, /process \d+ \(node, lasting\.js\) .* runs without the debugger/);
    assert.doesNotMatch(message, /secret/);
    await fixture.controller.stopSession(session.id);
  });

  it('runs without a debugger in mode NoDebug', async () => {
    breakAt('service.js', 2);
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'node', mode: 'NoDebug', script_path: file('service.js') }],
    });
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 3 });
    assert.equal(session.stdout, 'answer 42 \nrest without line end\n');
    assert.equal(session.stderr, 'to stderr\n');
  });
});
