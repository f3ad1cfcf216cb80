import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { editor } from '../../tools/fixtures/editorStandIn.ts';
import type { ProgramLaunchPlan } from '../../src/launch/launchPlan.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';

const { explainMissingDebugger } = await import('../../src/vscode/debug/debuggers.ts');
const { DebugSessions } = await import('../../src/vscode/debug/debugSessions.ts');
const { DebugSessionAttachment } = await import('../../src/vscode/debug/page/pageAttachment.ts');
const { bridgePageDebugger } = await import('../../src/vscode/debug/page/pageDebuggers.ts');
const { findProgramDebugging } = await import('../../src/vscode/debug/programDebuggers.ts');
const { StartedRootSession } = await import('../../src/vscode/debug/rootSession.ts');
const { createAdapterOnlyStrategy } = await import('../../src/vscode/run/adapterOnlyStrategy.ts');
const { createProgramStrategy } = await import('../../src/vscode/run/programStrategy.ts');

beforeEach(() => {
  editor.settings = {};
  editor.shown = [];
  editor.startDebugging = () => Promise.resolve(true);
});

const refuse = { withoutDebugger: 'refuse' };
const program = { environment: {}, workingDirectory: '/srv' };
const request = { launchConfiguration: { type: 'cobol' }, env: [] };
const adopt = () => Promise.reject(new Error('Nothing is adopted.'));

/** Reasons why the editor did not start a debug session, by what it does instead. */
const refusals: readonly (readonly [why: RegExp, start: () => Promise<boolean>])[] = [
  [/the editor refused to start it/, () => Promise.resolve(false)],
  [/no such type/, () => Promise.reject(new Error('no such type'))],
];

test('asking why a program runs without a debugger shows no notification', () => {
  assert.equal(
    explainMissingDebugger('cobol', undefined),
    'no extension that debugs cobol is installed',
  );
  assert.equal(findProgramDebugging({} as never).kind, 'undebugged');
  assert.deepEqual(editor.shown, []);
});

test('a program whose debugger is missing fails if the settings refuse to run it', () => {
  editor.settings = refuse;
  const expected = {
    code: 'DebuggerMissing',
    message: /^No extension that debugs coreclr is installed\. Install one/,
  };
  assert.throws(() => explainMissingDebugger('coreclr', undefined), expected);
  assert.throws(() => findProgramDebugging({} as never), expected);
  assert.deepEqual(editor.shown, []);
});

test("a program that can't be debugged fails if the settings refuse to run it", () => {
  editor.settings = refuse;
  const debug = { kind: 'none', reason: 'its executable is unknown' } as const;
  const plan = { kind: 'program', name: 'shop', mode: 'Debug', debug, program };
  assert.throws(
    () =>
      createProgramStrategy(
        plan as unknown as ProgramLaunchPlan,
        request,
        { session: {} } as never,
        {} as never,
      ),
    {
      code: 'ProgramNotDebuggable',
      message: /^shop cannot be debugged: its executable is unknown\. Start it without debugging/,
    },
  );
});

test('a program that only a missing debugger can launch fails, and its debugger is offered', async () => {
  const plan = {
    kind: 'adapter',
    name: 'shop',
    mode: 'NoDebug',
    program,
    configure: async () => ({ type: 'cobol', request: 'launch' }) as const,
  } as const;
  const strategy = createAdapterOnlyStrategy(plan, request, {} as never);
  await assert.rejects(strategy.launch({} as never).exited, { code: 'DebugAdapterMissing' });
  assert.deepEqual(editor.shown, ['No extension that debugs cobol is installed.']);
});

test('debugging with the C# extension requires that extension', async () => {
  await assert.rejects(bridgePageDebugger({} as never).open({} as never), {
    code: 'CSharpExtensionMissing',
    message: /ms-dotnettools\.csharp.*Install it/,
  });
});

for (const [why, start] of refusals) {
  test(`a session whose debug session does not start fails: ${why.source}`, async () => {
    editor.startDebugging = start;
    const root = new StartedRootSession({
      id: 'one',
      title: 'shop',
      mode: 'Debug',
      debugSessions: new DebugSessions(adopt),
      join: () => Promise.resolve({ parent: undefined, leave: () => undefined }),
      requestStop: () => assert.fail('It never began.'),
    });
    await assert.rejects(
      root.open(() => undefined),
      { code: 'DebugSessionNotStarted', message: why },
    );
  });

  test(`a page whose debugger does not start fails: ${why.source}`, async () => {
    editor.startDebugging = start;
    const parts = {
      debugSessions: new DebugSessions(adopt),
      clock: new ManualClock(),
      id: 'one',
      parent: {},
    };
    const attachment = new DebugSessionAttachment(parts as never, () => undefined);
    const configuration = { type: 'pwa-chrome', request: 'attach', name: 'Shop' };
    await assert.rejects(attachment.begin(configuration), {
      code: 'DebuggerNotAttached',
      message: why,
    });
  });
}
