import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pressRestart, pressStop } from '../debugView.ts';
import { useFixture } from '../fixture.ts';
import { file, isRunning, withSetting } from '../workspace.ts';
import { lastGiven } from './fixture.ts';

const said = 'args a b\nshop books, colour , endpoint \n';

const asked = (launch: { type: string; [property: string]: unknown }, ...args: string[]) => ({
  launch_configurations: [launch],
  env: [{ name: 'SHOP', value: 'books' }],
  args,
});

describe('A program in another language', () => {
  const fixture = useFixture();

  for (const [type, launch, given] of [
    [
      'go',
      { program: file('go/api'), working_directory: file('go'), build_flags: '-race' },
      {
        name: 'go/api',
        mode: 'debug',
        debugAdapter: 'dlv-dap',
        program: file('go/api'),
        buildFlags: '-race',
        cwd: file('go'),
        console: 'internalConsole',
        outputMode: 'remote',
      },
    ],
    [
      'bun',
      { script_path: file('web/server.sh'), working_directory: file('web') },
      {
        name: 'web/server.sh',
        program: file('web/server.sh'),
        cwd: file('web'),
        runtime: 'bun',
      },
    ],
  ] as const) {
    it(`in ${type} is launched by its debugger, which gets the controller's properties`, async () => {
      const session = await fixture.controller.runSession(asked({ type, ...launch }, 'a', 'b'));
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 6 });
      assert.equal(session.pids.length, 1);
      assert.equal(session.stdout, said);
      assert.equal(session.stderr, 'to stderr\n');
      assert.deepEqual(session.messages, []);
      const all = { type, request: 'launch', ...given, args: ['a', 'b'] };
      // Delve gets a unique name for its executable.
      const { output, ...last } = await lastGiven(type);
      assert.equal(typeof output, type === 'go' ? 'string' : 'undefined');
      assert.deepEqual(last, all);
    });
  }

  it('in Java has no exit code, since its debugger reports every one as 0', async () => {
    const launch = { type: 'java', main_class: 'example.App', class_paths: [file('java')] };
    const session = await fixture.controller.runSession(
      asked({ ...launch, working_directory: file('java') }, 'a', 'b'),
    );
    assert.deepEqual(await session.terminatedWithin(), {});
    assert.equal(session.stdout, said);
    assert.deepEqual(await lastGiven('java'), {
      type: 'java',
      request: 'launch',
      name: 'example.App',
      mainClass: 'example.App',
      classPaths: [file('java')],
      args: ['a', 'b'],
      cwd: file('java'),
      console: 'internalConsole',
    });
  });

  it('is built and run without a debugger in mode NoDebug', async () => {
    const launch = { type: 'go', mode: 'NoDebug', program: file('go/api') };
    const session = await fixture.controller.runSession(asked(launch, 'a'));
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
    assert.equal(session.stdout, `built from ${file('go/api')}: a\n`);
  });

  it('is listed if its debugger is installed or its tool is in PATH, and only then', async () => {
    const { supported_launch_configurations: types = [] } = await fixture.controller.info();
    for (const type of ['browser', 'bun', 'go', 'java', 'rust'])
      assert.ok(types.includes(type), type);
    assert.ok(!types.includes('maui'));
    await withSetting('ideSessionHost.withoutDebugger', 'refuse', async () => {
      const { text } = await fixture.controller.request('GET', '/info');
      assert.match(text, /"go"/);
      assert.doesNotMatch(text, /"python"|"azure-functions"/);
    });
  });
});

describe('A Rust program', () => {
  const fixture = useFixture();
  let out = '';
  before(async () => {
    out = await mkdtemp(join(tmpdir(), 'cargo-target-'));
  });
  after(() => rm(out, { recursive: true }));

  const rust = (...options: string[]) => ({
    ...asked(
      {
        type: 'rust',
        working_directory: file('rust'),
        cargo: { args: ['build', ...options], executable_path: join(out, 'api') },
      },
      'a',
      'b',
    ),
    env: [
      { name: 'SHOP', value: 'books' },
      { name: 'OUT', value: out },
    ],
  });

  it('is built, and then launched by its debugger', async () => {
    const session = await fixture.controller.runSession(rust('--bin', 'api'));
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 6 });
    assert.equal(session.stdout, said);
    assert.deepEqual(
      session.messages.map(({ level, message }) => [level, message.trim()]).slice(0, 1),
      [['debug', 'Compiling api']],
    );
    const { stdio, ...given } = await lastGiven('lldb');
    assert.match(String(stdio), /^\/dev\/null,.*stdout,.*stderr$/);
    assert.deepEqual(given, {
      type: 'lldb',
      request: 'launch',
      name: 'api (lldb)',
      program: join(out, 'api'),
      args: ['a', 'b'],
      cwd: file('rust'),
      terminal: 'console',
      sourceLanguages: ['rust'],
    });
  });

  it('is rebuilt when it is restarted, also by its own toolbar', async () => {
    const { args: _, ...request } = rust('--bin', 'api');
    const session = await fixture.controller.runSession({ ...request, args: ['stay'] });
    await session.waitFor(({ stderr }) => stderr.includes('to stderr\n'));
    await rm(join(out, 'api'));
    await pressRestart(await fixture.view.session('lldb', 'api (lldb)'));
    const pid = await session.restarted();
    assert.notEqual(pid, await session.started);
    await session.waitFor(({ stderr }) => stderr === 'to stderr\nto stderr\n');
    assert.ok(isRunning(pid));
    const builds = session.messages.filter(({ message }) => message.includes('Compiling api'));
    assert.equal(builds.length, 2);
    await pressStop(await fixture.view.session('ide-session', 'api'));
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 143 });
    assert.ok(!isRunning(pid));
  });

  it("that does not compile fails with the compiler's errors", async () => {
    const session = await fixture.controller.runSession(rust('--bin', 'broken'));
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
    assert.equal(session.starts, 0);
    const failure = session.messages.find(({ level }) => level === 'error');
    assert.equal(failure?.code, 'BuildCommandFailed');
    assert.match(failure?.message ?? '', /exit code 101[^]*cannot find value `missing`/);
  });

  it('that is stopped while it is built never starts', async () => {
    const session = await fixture.controller.runSession(rust('--bin', 'slow'));
    await session.waitFor(({ messages }) => messages.length > 0);
    await fixture.controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
    assert.equal(session.starts, 0);
  });
});
