import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { editor, extensions } from '../../../tools/fixtures/editorStandIn.ts';
import { deferred } from '../../../src/common/deferred.ts';
import type { DebugSessionOwner } from '../../../src/vscode/debug/debugSessions.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const { AttachedDebugger } = await import('../../../src/vscode/debug/attachedDebugger.ts');

/** A debugger whose debug session begins and ends when a test says so. */
class Fixture {
  readonly clock = new ManualClock();
  readonly started: (readonly [configuration: object, options: object])[] = [];
  readonly requests: (readonly [command: string, args: object])[] = [];
  readonly disconnected = deferred();
  #owner: DebugSessionOwner = {};
  session: object = {};
  readonly debugger = new AttachedDebugger({
    debugSessions: {
      register: (_id: string, owner: DebugSessionOwner) => {
        this.#owner = owner;
        return { dispose: () => undefined };
      },
    } as never,
    clock: this.clock,
    id: 'one',
    launchType: 'python',
    scope: () => undefined,
  });

  constructor() {
    editor.startDebugging = (_folder, configuration, options) => {
      this.started.push([configuration as object, options as object]);
      this.begin();
      return Promise.resolve(true);
    };
    this.debugger.showBelow({ name: 'shop' } as never);
  }

  begin(): void {
    const customRequest = (command: string, args: object) => {
      this.requests.push([command, args]);
      return this.disconnected.promise;
    };
    this.session = { customRequest };
    this.#owner.createTracker?.(this.session as never);
  }

  end(session = this.session): void {
    this.#owner.terminated?.(session as never);
  }
}

beforeEach(() => {
  editor.settings = {};
  const debuggers = [{ type: 'debugpy' }, { type: 'coreclr' }, { type: 'lldb' }];
  extensions.all = [{ packageJSON: { contributes: { debuggers } } }];
});

test('a debugger attaches below the session that shows the program, with added properties', async () => {
  editor.settings = { debugConfigurations: { python: { justMyCode: false, request: 'launch' } } };
  const fixture = new Fixture();
  assert.equal(await fixture.debugger.attach('debugpy', 7), true);
  assert.ok(fixture.debugger.isAttached);
  const [configuration, options] = fixture.started[0] ?? assert.fail('Nothing was started.');
  const expected = { type: 'debugpy', request: 'attach', processId: 7, justMyCode: false };
  assert.deepEqual({ ...configuration, ...expected }, configuration);
  assert.equal(Reflect.get(options, 'noDebug'), false);
  assert.deepEqual(Reflect.get(options, 'parentSession'), { name: 'shop' });
});

test('adapters of .NET get the pid as text', async () => {
  const fixture = new Fixture();
  await fixture.debugger.attach('coreclr', 7);
  assert.equal(Reflect.get(fixture.started[0]?.[0] ?? {}, 'processId'), '7');
});

test('what cannot attach to a process, or is not installed, is not started', async () => {
  const fixture = new Fixture();
  assert.equal(await fixture.debugger.attach('lldb', 7), false);
  extensions.all = [];
  assert.equal(await fixture.debugger.attach('debugpy', 7), false);
  assert.deepEqual(fixture.started, []);
});

test('a debug session that fails to start leaves the program without a debugger', async () => {
  const fixture = new Fixture();
  editor.startDebugging = () => Promise.reject(new Error('no adapter'));
  assert.equal(await fixture.debugger.attach('debugpy', 7), false);
  assert.ok(!fixture.debugger.isAttached);
});

test('detaching keeps the program, and waits for the end of the debug session', async () => {
  const fixture = new Fixture();
  await fixture.debugger.attach('debugpy', 7);
  let isDone = false;
  const detaching = fixture.debugger.detach().then(() => (isDone = true));
  assert.deepEqual(fixture.requests, [['disconnect', { terminateDebuggee: false }]]);
  fixture.disconnected.resolve();
  await turn();
  assert.ok(!isDone);
  fixture.end();
  await detaching;
  assert.ok(!fixture.debugger.isAttached);
});

test('a debugger that does not respond holds up a detach for a second only', async () => {
  const fixture = new Fixture();
  await fixture.debugger.attach('debugpy', 7);
  let isDone = false;
  const detaching = fixture.debugger.detach().then(() => (isDone = true));
  fixture.clock.advance(999);
  await turn();
  assert.ok(!isDone);
  fixture.clock.advance(1);
  await detaching;
});

test('a debugger that detaches late leaves the next one attached', async () => {
  const fixture = new Fixture();
  await fixture.debugger.attach('debugpy', 7);
  const { session: former } = fixture;
  const detaching = fixture.debugger.detach();
  fixture.clock.advance(1_000);
  await detaching;
  await fixture.debugger.attach('debugpy', 7);
  fixture.end(former);
  assert.ok(fixture.debugger.isAttached);
  fixture.end();
  assert.ok(!fixture.debugger.isAttached);
});

test('a debugger that refuses to disconnect does not hold up a detach', async () => {
  const fixture = new Fixture();
  await fixture.debugger.attach('debugpy', 7);
  fixture.disconnected.reject(new Error('not connected'));
  await fixture.debugger.detach();
  assert.equal(fixture.clock.pending, 0);
});

test('a detach without a debugger does nothing', async () => {
  const fixture = new Fixture();
  await fixture.debugger.detach();
  assert.deepEqual(fixture.requests, []);
});
