import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { evaluate, goOn } from '../debugView.ts';
import { useFixture } from '../fixture.ts';
import { breakAt, file } from '../workspace.ts';

const python = (launch: object, ...args: string[]) => ({
  launch_configurations: [{ type: 'python', ...launch }],
  args,
});

describe('debugpy', () => {
  const fixture = useFixture();
  const app = (...args: string[]) =>
    fixture.controller.runSession(python({ program_path: file('python/app.py') }, ...args));

  it('debugs a module', async () => {
    const session = await fixture.controller.runSession(
      python({ module: 'tool', working_directory: file('python') }, 'a', 'b'),
    );
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 4 });
    assert.equal(session.stdout, `${session.pids[0]} tool a b\n`);
  });

  it('shows a syntax error like a run without a debugger', async () => {
    const session = await fixture.controller.runSession(
      python({ program_path: file('python/broken.py') }),
    );
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
    assert.match(session.stderr, /SyntaxError/);
    assert.equal(session.stdout, '');
  });

  it('does not pause child processes that exit with a code, and reports their output once', async () => {
    const session = await app('children');
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
    assert.match(session.stdout, /\nchildren 3 0\n$/);
    assert.equal(session.stdout.split('\n').length, 5);
    assert.equal(session.starts, 1);
  });

  it('stops at breakpoints in each process that the program starts', async () => {
    breakAt('python/app.py', 16);
    const session = await app('children');
    const first = await fixture.view.stop();
    await goOn(first);
    // The first child exits with a code, which only stops it for its debugger.
    const exit = await fixture.view.stop();
    assert.equal(exit.session.id, first.session.id);
    const second = await fixture.view.stop();
    assert.notEqual(second.session.id, first.session.id);
    await goOn(second);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
    assert.match(session.stdout, /\nchildren 3 0\n$/);
  });

  it('lets a server restart itself with an exit code', async () => {
    const session = await app('reload');
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
    assert.equal(session.stdout.split('serving\n').length, 3);
    assert.equal(session.starts, 1);
  });

  it('stops at an exit in a session that the user starts, if the user has set that', async () => {
    const started = vscode.debug.startDebugging(undefined, {
      type: 'debugpy',
      request: 'launch',
      name: 'started by the user',
      program: file('python/app.py'),
      args: ['exits', '3'],
      console: 'internalConsole',
    });
    const stop = await fixture.view.stop();
    assert.equal(stop.session.name, 'started by the user');
    assert.equal(await evaluate(stop, 'code'), "'3'");
    await goOn(stop);
    assert.ok(await started);
    await fixture.view.empty();
  });

  it('is not asked for a missing interpreter', async () => {
    const interpreter_path = file('python/missing/bin/python');
    const answer = await fixture.controller.request('PUT', '/run_session', {
      body: python({ program_path: file('python/app.py'), interpreter_path }),
    });
    assert.equal(answer.status, 400);
    assert.match(answer.text, /missing\/bin\/python/);
    assert.doesNotMatch(answer.text, /token/);
  });
});
