import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  AssemblyUpdate,
  CompilerAnswer,
  SourceChange,
} from '../../../src/dotnet/hotReload/compilerMessages.ts';
import { type Outcome, type PageFacts } from '../../../src/wasm/hotReload/hotReloadTable.ts';
import {
  type ChangeCompiler,
  PageHotReload,
  type PageListener,
  type UpdatablePage,
} from '../../../src/wasm/hotReload/pageHotReload.ts';
import type { Application } from '../../../src/wasm/hotReload/pageScript.ts';
import { SourceTexts } from '../../../src/wasm/hotReload/sourceTexts.ts';
import { type UpdateBatch, UpdateJournal } from '../../../src/wasm/hotReload/updateJournal.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';
import { methodsIn, symbolsOf } from './symbols.ts';

const path = '/app/Counter.cs';

/** Methods at these lines, as an assembly has them at first. */
const built = symbolsOf([
  { row: 1, path, lines: [1] },
  { row: 2, path, lines: [3] },
]);

function update(line: number): AssemblyUpdate {
  return {
    moduleId: 'm',
    assembly: 'Shop',
    metadataDelta: `metadata ${line}`,
    ilDelta: '',
    pdbDelta: symbolsOf([{ row: 1, path, lines: [line] }]).toString('base64'),
    updatedTypes: [],
  };
}

/** A page that a test drives. */
class Page implements UpdatablePage {
  facts: PageFacts = { isLoaded: true, isStopped: false };
  answer: Application = { kind: 'applied', warnings: [] };
  readonly applied: UpdateBatch[] = [];
  readonly prepared: (readonly [UpdateBatch, number])[] = [];
  listener: PageListener | undefined;

  async prepare(earlier: UpdateBatch, count: number): Promise<void> {
    this.prepared.push([earlier, count]);
  }

  async apply(batch: UpdateBatch): Promise<Application> {
    this.applied.push(batch);
    return this.answer;
  }

  listen(listener: PageListener) {
    this.listener = listener;
    return { dispose: () => void (this.listener = undefined) };
  }
}

class Fixture {
  readonly clock = new ManualClock();
  readonly page = new Page();
  readonly files = new Map([[path, 'one\n\ntwo']]);
  readonly compiled: (readonly SourceChange[])[] = [];
  readonly told: Outcome[] = [];
  answer: CompilerAnswer = { kind: 'no change', id: 0 };
  found = 0;
  starts = 0;
  canStart = true;
  findFailure: Error | undefined;
  hotReload!: PageHotReload;

  static open(): Fixture {
    const fixture = new Fixture();
    const texts = new SourceTexts(fixture.files, async (file) => fixture.files.get(file));
    const compiler: ChangeCompiler = {
      async compile(changes) {
        fixture.compiled.push(changes);
        return fixture.answer;
      },
      async findSources() {
        fixture.found++;
        if (fixture.findFailure !== undefined) throw fixture.findFailure;
        return [...fixture.files.keys()];
      },
    };
    const journal = new UpdateJournal(new Map([['Shop', built]]));
    fixture.hotReload = new PageHotReload({
      clock: fixture.clock,
      page: fixture.page,
      async start() {
        fixture.starts++;
        return fixture.canStart ? { compiler, journal } : undefined;
      },
      texts,
      told: (outcome) => fixture.told.push(outcome),
    });
    return fixture;
  }

  /** Saves a text, and waits until nothing is under way. */
  async save(text: string, answer?: CompilerAnswer): Promise<void> {
    this.files.set(path, text);
    if (answer !== undefined) this.answer = answer;
    this.hotReload.saved([path]);
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let count = 0; count < 8; count++) await turn();
  }

  get phase(): string {
    return this.hotReload.state.phase;
  }
}

const updates = (line: number): CompilerAnswer => ({
  kind: 'updates',
  id: 0,
  updates: [update(line)],
  diagnostics: [],
});

/** The lines of the methods that a batch moves, by assembly. */
function movedLines({ moves }: UpdateBatch): unknown {
  return [...moves].map(([assembly, { reports, updates: moved }]) => [
    assembly,
    reports,
    moved.map(({ pdb }) => methodsIn(pdb).map(({ lines }) => lines[0])),
  ]);
}

test('a saved change is compiled and applied, with the lines that it moved', async () => {
  const fixture = Fixture.open();
  await fixture.save('one changed\nnew\n\ntwo', updates(1));
  assert.deepEqual(fixture.compiled, [[{ path, text: 'one changed\nnew\n\ntwo' }]]);
  const [batch] = fixture.page.applied;
  assert.ok(batch);
  assert.deepEqual(batch.updates, [update(1)]);
  assert.deepEqual(movedLines(batch), [['Shop', 1, [[1, 4]]]]);
  assert.deepEqual(fixture.told, [{ kind: 'applied', milliseconds: 0 }]);
  assert.equal(fixture.phase, 'idle');
});

test('a file that was saved with the same text is not compiled', async () => {
  const fixture = Fixture.open();
  await fixture.save('one\n\ntwo');
  assert.deepEqual(fixture.compiled, []);
  assert.deepEqual(fixture.told, [{ kind: 'no change' }]);
});

test('lines that move without a change of code are applied as an update without code', async () => {
  const fixture = Fixture.open();
  await fixture.save('// comment\none\n\ntwo', { kind: 'no change', id: 1 });
  const [batch] = fixture.page.applied;
  assert.ok(batch);
  assert.deepEqual(batch.updates, []);
  assert.deepEqual(movedLines(batch), [['Shop', 0, [[2, 4]]]]);
});

for (const kind of ['errors', 'restart'] as const) {
  test(`a text that was refused (${kind}) is refused again when it is saved again`, async () => {
    const fixture = Fixture.open();
    const text = 'one changed\n\ntwo';
    await fixture.save(text, { kind, id: 1, diagnostics: [] });
    const { phase } = fixture;
    await fixture.save(text);
    assert.deepEqual(
      fixture.told.map((outcome) => outcome.kind),
      [kind, kind],
    );
    assert.deepEqual(fixture.compiled, [[{ path, text }], []]);
    assert.equal(fixture.phase, phase);
  });
}

test('lines are compared with the text that runs, not with one that had errors', async () => {
  const fixture = Fixture.open();
  const diagnostics = [{ code: 'CS1002', message: '; expected', severity: 'error' as const }];
  await fixture.save('one changed\nbroken\n\ntwo', { kind: 'errors', id: 1, diagnostics });
  assert.equal(fixture.phase, 'failed');
  assert.equal(fixture.told[0]?.kind, 'errors');
  await fixture.save('one changed\nrepaired\n\ntwo', updates(1));
  assert.deepEqual(fixture.page.applied.map(movedLines), [[['Shop', 1, [[1, 4]]]]]);
});

test('updates of a stopped page are applied together, with the lines of the last', async () => {
  const fixture = Fixture.open();
  fixture.page.facts = { isLoaded: true, isStopped: true };
  await fixture.save('one changed\nnew\n\ntwo', updates(1));
  await fixture.save('first\none changed\nnew\n\ntwo', updates(2));
  assert.equal(fixture.page.applied.length, 0);
  fixture.page.facts = { isLoaded: true, isStopped: false };
  fixture.page.listener?.continued();
  await fixture.settle();
  const [batch] = fixture.page.applied;
  assert.ok(batch);
  assert.deepEqual(batch.updates, [update(1), update(2)]);
  assert.deepEqual(movedLines(batch), [['Shop', 2, [[1, 5]]]]);
});

test('documents are prepared with all updates so far', async () => {
  const fixture = Fixture.open();
  await fixture.save('one changed\n\ntwo', updates(1));
  await fixture.save('one changed again\n\ntwo', updates(1));
  const prepared = fixture.page.prepared.map(([batch, count]) => [batch.updates.length, count]);
  assert.deepEqual(prepared, [
    [1, 1],
    [2, 2],
  ]);
});

test('a document that loaded with fewer updates gets the missing ones', async () => {
  const fixture = Fixture.open();
  await fixture.save('one changed\n\ntwo', updates(1));
  fixture.page.applied.splice(0);
  fixture.page.facts = { isLoaded: false, isStopped: false };
  fixture.page.listener?.left();
  await fixture.save('one changed again\n\ntwo', updates(1));
  assert.equal(fixture.phase, 'held');
  fixture.page.facts = { isLoaded: true, isStopped: false };
  fixture.page.listener?.loaded({ kind: 'applied', warnings: [] }, 1);
  await fixture.settle();
  assert.deepEqual(
    fixture.page.applied.map((batch) => batch.updates),
    [[update(1)]],
  );
  assert.equal(fixture.phase, 'idle');
});

test('what a document reports after it was left does not count', async () => {
  const fixture = Fixture.open();
  fixture.page.answer = { kind: 'refused', reason: 'The page was closed.' };
  const apply = fixture.page.apply.bind(fixture.page);
  fixture.page.apply = async (batch) => {
    fixture.page.facts = { isLoaded: false, isStopped: false };
    fixture.page.listener?.left();
    return await apply(batch);
  };
  await fixture.save('one changed\n\ntwo', updates(1));
  assert.equal(fixture.phase, 'held');
  assert.deepEqual(fixture.told, []);
});

test('a document that fails to apply earlier updates gets no more', async () => {
  const fixture = Fixture.open();
  await fixture.save('one changed\n\ntwo', updates(1));
  fixture.page.listener?.left();
  fixture.page.listener?.loaded({ kind: 'refused', reason: 'metadata.c:1109' }, 1);
  await fixture.settle();
  assert.equal(fixture.phase, 'failed');
  assert.deepEqual(fixture.told.at(-1), { kind: 'refused', reason: 'metadata.c:1109' });
});

test('a compiler that is gone needs a restart', async () => {
  const fixture = Fixture.open();
  fixture.answer = { kind: 'failed', reason: 'It crashed.' };
  await fixture.save('one changed\n\ntwo');
  assert.equal(fixture.phase, 'needs restart');
});

test('nothing happens after the end', async () => {
  const fixture = Fixture.open();
  fixture.hotReload.dispose();
  await fixture.save('one changed\n\ntwo', updates(1));
  assert.deepEqual(fixture.compiled, []);
  assert.equal(fixture.page.listener, undefined);
});

test('updates without readable symbols are applied without moves', () => {
  const journal = new UpdateJournal(new Map([['Shop', Buffer.from('none')]]));
  assert.equal(
    journal.add([update(1)], () => undefined),
    0,
  );
  const moves = new Map([['Shop', { reports: 1, updates: [] }]]);
  assert.deepEqual(journal.from(0), { updates: [update(1)], moves });
});

test('a new source is found once, and compiled with its text', async () => {
  const fixture = Fixture.open();
  const added = '/app/New.cs';
  fixture.files.set(added, 'new');
  fixture.hotReload.saved([added]);
  await fixture.settle();
  fixture.files.set(added, 'newer');
  fixture.hotReload.saved([added]);
  await fixture.settle();
  assert.equal(fixture.found, 1);
  assert.deepEqual(fixture.compiled, [
    [{ path: added, text: 'new' }],
    [{ path: added, text: 'newer' }],
  ]);
});

test('a new source that could not be found is found with the next change', async () => {
  const fixture = Fixture.open();
  const added = '/app/New.cs';
  fixture.files.set(added, 'new');
  fixture.findFailure = new Error('MSBuild failed.');
  fixture.hotReload.saved([added]);
  await fixture.settle();
  assert.equal(fixture.phase, 'needs restart');
  await fixture.save('one changed\n\ntwo', updates(1));
  assert.equal(fixture.phase, 'needs restart');
  assert.deepEqual(fixture.compiled, []);
  fixture.findFailure = undefined;
  await fixture.save('one changed\n\ntwo');
  assert.deepEqual(fixture.compiled, [
    [
      { path, text: 'one changed\n\ntwo' },
      { path: added, text: 'new' },
    ],
  ]);
});

test('a source that was removed and comes back is found again', async () => {
  const fixture = Fixture.open();
  fixture.files.delete(path);
  fixture.hotReload.saved([path]);
  await fixture.settle();
  assert.equal(fixture.found, 0);
  await fixture.save('back');
  assert.equal(fixture.found, 1);
  assert.deepEqual(fixture.compiled, [[{ path, text: undefined }], [{ path, text: 'back' }]]);
});

test('the compiler starts with the first change, and once', async () => {
  const fixture = Fixture.open();
  fixture.page.listener?.loaded({ kind: 'applied', warnings: [] }, 0);
  fixture.page.listener?.continued();
  await fixture.settle();
  assert.equal(fixture.starts, 0);
  await fixture.save('one changed\n\ntwo', updates(1));
  await fixture.save('one changed again\n\ntwo');
  fixture.hotReload.expectChange();
  assert.equal(fixture.starts, 1);
  assert.deepEqual(
    fixture.told.map(({ kind }) => kind),
    ['applied', 'applied'],
  );
});

test('a compiler that was expected to be needed has nothing to do', async () => {
  const fixture = Fixture.open();
  fixture.hotReload.expectChange();
  await fixture.settle();
  assert.equal(fixture.phase, 'idle');
  assert.deepEqual([...fixture.compiled, ...fixture.told], []);
});

test('without a compiler that starts, nothing is compiled', async () => {
  const fixture = Fixture.open();
  fixture.canStart = false;
  await fixture.save('one changed\n\ntwo', updates(1));
  await fixture.save('one changed again\n\ntwo', updates(1));
  assert.equal(fixture.phase, 'over');
  assert.deepEqual([fixture.starts, fixture.compiled], [1, []]);
});
