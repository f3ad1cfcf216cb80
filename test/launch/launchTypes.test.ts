import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getMessage } from '../../src/common/log.ts';
import { LaunchTypes } from '../../src/launch/launchTypes.ts';
import type { Capabilities } from '../../src/launch/needs.ts';
import type { LaunchType } from '../../src/launch/table.ts';
import { launchConfigurationExamples } from '../protocol/requestExamples.ts';
import { complete } from '../../tools/fixtures/sessions/launchTypes.ts';
import { context, request } from '../../tools/fixtures/sessions/launchRequests.ts';

function typesWith(
  capabilities: Partial<Capabilities>,
  added: ReadonlyMap<string, LaunchType> = new Map(),
): LaunchTypes {
  return new LaunchTypes(context, complete(capabilities), () => added);
}

const has =
  (...names: string[]) =>
  (name: string): boolean =>
    names.includes(name);

test('every type is listed once when everything is installed', () => {
  const all =
    'project project-with-external-build.v1 python node bun browser go rust java maui azure-functions'.split(
      ' ',
    );
  assert.deepEqual(typesWith({}).list().toSorted(), all.toSorted());
});

test('only pages are listed when nothing is installed', () => {
  assert.deepEqual(typesWith({ hasCommand: () => false, hasDebugger: () => false }).list(), [
    'browser',
  ]);
});

const cases: readonly (readonly [what: string, there: Partial<Capabilities>, listed: string[]])[] =
  [
    ['the .NET SDK', { hasCommand: has('dotnet') }, ['project', 'project-with-external-build.v1']],
    ['Node', { hasCommand: has('node') }, ['node']],
    ['Python', { hasCommand: has('python3') }, ['python']],
    ['Python under its Windows name', { hasCommand: has('python'), platform: 'win32' }, ['python']],
    ['Go', { hasCommand: has('go') }, ['go']],
    ['Bun', { hasCommand: has('bun') }, ['bun']],
    ['Cargo', { hasCommand: has('cargo') }, ['rust']],
    ['the Functions Core Tools', { hasCommand: has('func') }, ['azure-functions']],
    ['Java without its debugger', { hasCommand: has('java') }, []],
    ['the Python debugger', { hasDebugger: has('debugpy') }, ['python']],
    ['the Java debugger', { hasDebugger: has('java') }, ['java']],
    ['the MAUI extension', { hasDebugger: has('maui') }, ['maui']],
    ['a native debugger without Cargo', { hasDebugger: has('lldb') }, []],
  ];

for (const [what, there, listed] of cases) {
  test(`with ${what} alone, pages and ${listed.join() || 'nothing else'} are listed`, () => {
    const types = typesWith({ hasCommand: () => false, hasDebugger: () => false, ...there });
    assert.deepEqual(
      types.list().filter((type) => type !== 'browser'),
      listed,
    );
  });
}

test('without debuggers that can run programs undebugged, their types are not listed', () => {
  const types = typesWith({ hasDebugger: has('cppdbg'), isDebuggerNeeded: () => true });
  assert.deepEqual(types.list().toSorted(), [
    'browser',
    'node',
    'project',
    'project-with-external-build.v1',
    'rust',
  ]);
});

test('the listed types follow what is installed', () => {
  const installed = new Set<string>();
  const types = typesWith({ hasCommand: (name) => installed.has(name), hasDebugger: () => false });
  assert.deepEqual(types.list(), ['browser']);
  installed.add('go');
  assert.deepEqual(types.list(), ['browser', 'go']);
});

const configurations = [
  { type: 'future' },
  { type: 'NODE' },
  { type: 'go', program: '/x' },
  { type: 'python', program_path: 'first.py' },
  { type: 'node', script_path: 'second.js' },
];

test('the first launch configuration with a supported type is selected', () => {
  assert.equal(typesWith({}).select(configurations), configurations[2]);
  const withoutGo = typesWith({ hasCommand: has('python3'), hasDebugger: () => false });
  assert.equal(withoutGo.select(configurations), configurations[3]);
});

test('nothing is selected if no type is supported', () => {
  const types = typesWith({});
  assert.equal(types.select([{ type: 'future' }, { type: 'constructor' }]), undefined);
  assert.equal(types.select([]), undefined);
});

test('the error says what to install for known types, and which types can run', () => {
  const types = typesWith({ hasCommand: () => false, hasDebugger: () => false });
  assert.equal(
    types.refusal([{ type: 'go' }, { type: 'java' }, { type: 'java' }, { type: 'future' }]),
    'go needs the command go, which is not in PATH. java needs an extension that debugs java. These types run here: browser.',
  );
  const refusing = typesWith({ hasDebugger: () => false, isDebuggerNeeded: () => true });
  assert.match(
    refusing.refusal([{ type: 'python' }]),
    /^python needs an extension that debugs debugpy, unless the setting withoutDebugger is run\./,
  );
});

test('a plan can be made for a missing command, which fails when it is run', () => {
  const types = typesWith({ hasCommand: () => false });
  assert.equal(types.plan(request({ type: 'go', program: '/x' })).kind, 'program');
});

test('added types are listed and planned, and take precedence over built-in ones', () => {
  const added = (name: string): LaunchType => ({
    needs: { debuggers: ['own'] },
    map: () => ({
      kind: 'adapter',
      name,
      mode: 'Debug',
      program: { workingDirectory: '/', environment: {} },
      configure: () => Promise.resolve({ type: 'own', request: 'launch' }),
    }),
  });
  const types = new Map([
    ['deno', added('a Deno program')],
    ['node', added('my own Node')],
  ]);
  const there = typesWith({}, types);
  assert.equal(there.plan(request({ type: 'deno' })).name, 'a Deno program');
  assert.equal(there.plan(request({ type: 'node' })).name, 'my own Node');
  assert.equal(there.list().filter((type) => type === 'node').length, 1);
  assert.ok(there.list().includes('deno'));
  assert.ok(
    !typesWith({ hasDebugger: () => false }, types)
      .list()
      .includes('deno'),
  );
});

test('a check fails with the same message as the plan', () => {
  const types = typesWith({});
  const lines = [{ name: 'A', value: 'two\nlines' }];
  let refused = 0;
  for (const example of Object.values(launchConfigurationExamples)) {
    const bare = { type: example.type };
    const requests = [request(example), request(bare), { ...request(example), env: lines }];
    for (const each of requests) {
      const words = wordsOf(() => types.plan(each));
      assert.equal(
        wordsOf(() => types.planCheck(each)),
        words,
      );
      if (words !== undefined) refused++;
    }
  }
  assert.ok(refused > 5, `${refused}`);
});

/** The error message; undefined if there is none. */
function wordsOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return getMessage(error);
  }
}

test("relative paths and the working directory are resolved in the request's own folder", () => {
  const types = typesWith({});
  const asked = { ...request({ type: 'node', script_path: 'app.js' }), workspace: '/srv/bank' };
  for (const plan of [types.plan(asked), types.planCheck(asked)]) {
    assert.ok(plan.kind === 'program');
    const { script, workingDirectory } = plan.program;
    assert.deepEqual([script, workingDirectory], ['/srv/bank/app.js', '/srv/bank']);
  }
});
