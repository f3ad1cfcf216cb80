import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { InlineAdapter } from '../../../../src/vscode/debug/adapter/inlineAdapter.ts';
import { connectToSession } from '../../../../tools/fixtures/editor/debugClient.ts';

/** An adapter as an editor uses it, with what its toolbar and breakpoints received. */
async function begin(context: TestContext) {
  const presses: string[] = [];
  const adapter = new InlineAdapter({
    launch: () => presses.push('launch'),
    stop: () => presses.push('stop'),
    restart: () => presses.push('restart'),
  });
  const client = await connectToSession(context, adapter);
  const breakpoints: unknown[] = [];
  client.on('breakpoint', ({ body }: DebugProtocol.BreakpointEvent) => breakpoints.push(body));
  const ask = async (command: string, args: object = {}): Promise<object> =>
    (await client.customRequest(command, args)).body as object;
  /** What was sent before the response to a request. */
  const events = async (): Promise<readonly unknown[]> => {
    await client.threadsRequest();
    return breakpoints;
  };
  return { adapter, ask, client, events, presses };
}

const source = { path: '/shop/Cart.cs' };

test('a program is shown from its launch to its end', async (context) => {
  const { adapter, client, presses } = await begin(context);
  const { body } = await client.initializeRequest();
  assert.ok(body?.supportsRestartRequest && body.supportsTerminateRequest);
  const said = new Map<string, string>();
  client.on('output', ({ body: { category = '', output } }: DebugProtocol.OutputEvent) =>
    said.set(category, (said.get(category) ?? '') + output),
  );
  await client.launchRequest({});
  await client.configurationDoneRequest();
  assert.deepEqual(presses, ['launch']);
  const ended = Promise.all(
    ['process', 'exited', 'terminated'].map((event) => client.waitForEvent(event)),
  );
  adapter.process('shop', 4711);
  adapter.note('building\n');
  adapter.output('stdout', 'to stdout\n');
  adapter.output('stderr', 'to stderr\n');
  adapter.important('careful');
  adapter.end(3);
  const [started, exited] = await ended;
  assert.deepEqual(started?.body, {
    name: 'shop',
    isLocalProcess: true,
    startMethod: 'launch',
    systemProcessId: 4711,
  });
  assert.deepEqual(exited?.body, { exitCode: 3 });
  assert.deepEqual(Object.fromEntries(said), {
    console: 'building\n',
    stdout: 'to stdout\n',
    stderr: 'to stderr\n',
    important: 'careful\n',
  });
});

test('a program whose exit code is unknown ends without one', async (context) => {
  const { adapter, client } = await begin(context);
  client.on('exited', () => assert.fail('It has an exit code.'));
  const ended = client.waitForEvent('terminated');
  adapter.end(undefined);
  await ended;
});

test('the toolbar restarts and stops, and so does the end of the session', async (context) => {
  const { client, presses } = await begin(context);
  await client.initializeRequest();
  await client.attachRequest({});
  await client.restartRequest({});
  await client.terminateRequest();
  await client.disconnectRequest();
  assert.deepEqual(presses, ['launch', 'restart', 'stop', 'stop']);
});

test('the response to setBreakpoints has each breakpoint, unverified, with its own id', async (context) => {
  const { client } = await begin(context);
  const breakpoints = [{ line: 3 }, { line: 7, condition: 'count == 2' }];
  const { body } = await client.setBreakpointsRequest({ source, breakpoints });
  assert.deepEqual(body, {
    breakpoints: [
      { id: 1, verified: false },
      { id: 2, verified: false },
    ],
  });
  const none = await client.setBreakpointsRequest({ source, breakpoints: [] });
  assert.deepEqual(none.body, { breakpoints: [] });
});

test('a message is shown once at its breakpoint, and still there when the breakpoint is set again', async (context) => {
  const { adapter, ask, events } = await begin(context);
  await ask('setBreakpoints', { source, breakpoints: [{ line: 3 }, { line: 7 }] });
  const unbound = { ...source, line: 7, verified: false, message: 'No code there.' };
  adapter.markBreakpoints([unbound, { ...source, line: 3, verified: false }]);
  adapter.markBreakpoints([unbound]);
  assert.deepEqual(await events(), [
    { reason: 'changed', breakpoint: { id: 2, verified: false, message: 'No code there.' } },
  ]);
  assert.deepEqual(await ask('setBreakpoints', { source, breakpoints: [{ line: 7 }] }), {
    breakpoints: [{ id: 3, verified: false, message: 'No code there.' }],
  });
});

test("a breakpoint's message disappears once a debugger has bound it", async (context) => {
  const { adapter, ask, events } = await begin(context);
  await ask('setBreakpoints', { source, breakpoints: [{ line: 7 }] });
  const place = { ...source, line: 7 };
  adapter.markBreakpoints([{ ...place, verified: false, message: 'No code there.' }]);
  adapter.markBreakpoints([{ ...place, verified: true }]);
  assert.deepEqual((await events()).at(-1), {
    reason: 'changed',
    breakpoint: { id: 1, verified: false },
  });
});

/**
 * Requests whose responses must have a body by the Debug Adapter Protocol, with its required
 * content.
 */
const needed = {
  setBreakpoints: 'breakpoints',
  setFunctionBreakpoints: 'breakpoints',
  setDataBreakpoints: 'breakpoints',
  setInstructionBreakpoints: 'breakpoints',
  setExceptionBreakpoints: 'breakpoints',
  breakpointLocations: 'breakpoints',
  dataBreakpointInfo: 'dataId',
  threads: 'threads',
  stackTrace: 'stackFrames',
  scopes: 'scopes',
  variables: 'variables',
  loadedSources: 'sources',
  modules: 'modules',
  completions: 'targets',
  gotoTargets: 'targets',
  stepInTargets: 'targets',
} as const;

for (const [command, property] of Object.entries(needed)) {
  test(`the response to ${command} has a body`, async (context) => {
    const { ask } = await begin(context);
    assert.ok(property in (await ask(command, { source, breakpoints: [], filters: [] })));
  });
}

test('each function breakpoint gets a response', async (context) => {
  const { client } = await begin(context);
  const { body } = await client.setFunctionBreakpointsRequest({ breakpoints: [{ name: 'Add' }] });
  assert.deepEqual(body, { breakpoints: [{ verified: false }] });
});

for (const command of ['evaluate', 'setVariable', 'continue', 'next', 'pause', 'source']) {
  test(`${command} is refused with a message`, async (context) => {
    const { ask } = await begin(context);
    await assert.rejects(ask(command, { expression: '1' }), /debugger/);
  });
}
