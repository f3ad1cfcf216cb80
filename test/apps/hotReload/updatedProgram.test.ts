import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UpdatedProgram } from '../../../src/apps/hotReload/updatedProgram.ts';
import type { AssemblyUpdate } from '../../../src/dotnet/hotReload/compilerMessages.ts';
import type { AgentAnswer, AgentDelay } from '../../../src/dotnet/hotReload/updateAgent.ts';
import type { HotReloadStatus } from '../../../src/wasm/hotReload/hotReloadPort.ts';

const applied = { kind: 'applied', milliseconds: 400 } as const;
const held = { kind: 'held', until: 'loaded' } as const;

/** A program whose agent gives the same answer to all updates. */
class Fixture {
  readonly told: HotReloadStatus[] = [];
  readonly notes: string[] = [];
  readonly taken: string[] = [];
  readonly program: UpdatedProgram;

  constructor(answer: AgentAnswer, delay?: AgentDelay) {
    this.program = new UpdatedProgram(
      {
        async apply(_, onDelay) {
          if (delay !== undefined) onDelay(delay);
          return answer;
        },
      },
      ['Baseline'],
      { note: (text) => void this.notes.push(text) },
      {
        told: (status) => void this.told.push(status),
        taken: (files) => void this.taken.push(...files),
      },
    );
  }

  async apply(update: Partial<AssemblyUpdate>, ...outcomes: readonly HotReloadStatus[]) {
    const updates = [update as AssemblyUpdate];
    const application = await this.program.apply({ updates, moves: new Map() });
    for (const outcome of outcomes) this.program.listener.told(outcome);
    return application;
  }
}

test('an error of the handlers of a program is told', async () => {
  const fixture = new Fixture({ kind: 'applied', warning: 'Cache: broken' });
  assert.deepEqual(await fixture.apply({}, applied), { kind: 'applied', warnings: [] });
  assert.deepEqual([fixture.told, fixture.notes], [[applied], ['Cache: broken\n']]);
});

test('a change of code that runs only once is told of the update that has it', async () => {
  const fixture = new Fixture({ kind: 'applied', warning: '' });
  for (const runsOnce of [true, false]) await fixture.apply({ runsOnce }, applied);
  assert.deepEqual(fixture.told, [
    { ...applied, kind: 'applied partly', until: 'restarted' },
    applied,
  ]);
  assert.deepEqual(fixture.notes, []);
});

test('files with changes of code that runs only once stay out of date', async () => {
  const fixture = new Fixture({ kind: 'applied', warning: '' });
  const { listener } = fixture.program;
  await fixture.apply({ runsOnce: true });
  await fixture.apply({});
  listener.taken(['Main.cs']);
  await fixture.apply({});
  listener.taken(['Main.cs', 'Other.cs']);
  assert.deepEqual(fixture.taken, ['Other.cs']);
});

test('a program that refuses updates has to be restarted', async () => {
  const fixture = new Fixture({ kind: 'refused', reason: 'no' });
  const refused = { kind: 'refused', reason: 'no' } as const;
  assert.deepEqual(await fixture.apply({}, refused, held), refused);
  const restart = {
    kind: 'restart',
    diagnostics: [{ code: '', message: 'no', severity: 'error' }],
  };
  assert.deepEqual(fixture.told, [restart, restart]);
});

test('updates that wait for the end of a debugger are told as held', async () => {
  const fixture = new Fixture({ kind: 'applied', warning: '' }, { kind: 'debugged' });
  await fixture.apply({}, applied);
  assert.deepEqual(fixture.told, [{ kind: 'held', until: 'detached' }, applied]);
});

test('a handler that hangs asks for a restart, until it returns', async () => {
  for (const [handler, message] of [
    ['App.Cache.ClearCache', 'App.Cache.ClearCache has not returned within 10 s.'],
    [undefined, 'The program has not applied them within 10 s.'],
  ] as const) {
    const fixture = new Fixture({ kind: 'applied', warning: '' }, { kind: 'late', handler });
    await fixture.apply({}, applied);
    const diagnostics = [{ code: '', message, severity: 'error' }];
    assert.deepEqual(fixture.told, [{ kind: 'restart', diagnostics }, applied]);
  }
});

test('a program has no documents, and is always up', async () => {
  const { program } = new Fixture({ kind: 'applied', warning: '' });
  assert.deepEqual(program.facts, { isStopped: false, isLoaded: true });
  assert.deepEqual(await program.capabilities(), ['Baseline']);
  await program.prepare();
  program.listen().dispose();
});
