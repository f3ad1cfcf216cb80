import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AssemblyUpdate } from '../../../../../../src/dotnet/hotReload/compilerMessages.ts';
import { PagesChanges } from '../../../../../../src/wasm/debugProxy/relay/handlers/hotReload/changedMethods.ts';
import { MovedLines } from '../../../../../../src/wasm/debugProxy/relay/handlers/hotReload/movedLines.ts';
import { PageStops } from '../../../../../../src/wasm/debugProxy/relay/handlers/hotReload/pageStops.ts';
import { PageUpdates } from '../../../../../../src/wasm/debugProxy/relay/handlers/hotReload/pageUpdates.ts';
import type { LineUpdate } from '../../../../../../src/wasm/hotReload/assemblyLines.ts';
import {
  hotReloadScriptUrl,
  reportBinding,
} from '../../../../../../src/wasm/hotReload/pageScript.ts';
import type { ExpectedMoves } from '../../../../../../src/wasm/hotReload/updateJournal.ts';
import { ManualClock } from '../../../../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';

const sessionId = 'A';

const update: AssemblyUpdate = {
  moduleId: 'm',
  assembly: 'Shop',
  metadataDelta: 'bQ==',
  ilDelta: '',
  pdbDelta: '',
  updatedTypes: [],
};
const moved: LineUpdate = { metadata: Buffer.from('m'), pdb: Buffer.from('p') };

/** Records what the debug proxy would be told. */
class RecordedLines extends MovedLines {
  readonly story: unknown[] = [];

  override expect(session: string, moves: ReadonlyMap<string, ExpectedMoves>): void {
    this.story.push(['expect', session, [...moves].map(([name, { reports }]) => [name, reports])]);
  }

  override async tell(
    session: string,
    moves: ReadonlyMap<string, readonly LineUpdate[]>,
  ): Promise<void> {
    this.story.push(['tell', session, [...moves.keys()]]);
  }
}

class Fixture extends PipelineFixture {
  readonly lines: RecordedLines;
  readonly page: PageUpdates;
  readonly heard: unknown[] = [];

  constructor() {
    const lines = new RecordedLines(new ManualClock(), new PagesChanges());
    const page = new PageUpdates(lines, new PageStops(new ManualClock()));
    super(page.handler());
    this.lines = lines;
    this.page = page;
    page.listen({
      continued: () => this.heard.push('continued'),
      left: () => this.heard.push('left'),
      loaded: (applied, count) => this.heard.push([applied, count]),
    });
    this.attach(sessionId);
  }

  /** The commands since the last call. */
  async sent(): Promise<readonly (readonly [unknown, Record<string, unknown>])[]> {
    await turn();
    return this.browserHeard
      .splice(0)
      .map((message) => [message['method'], message['params'] as Record<string, unknown>]);
  }

  /** Answers all commands that are open. */
  async answerAll(result: object): Promise<void> {
    await turn();
    for (const { id } of this.browserHeard.splice(0)) this.report({ id, result, sessionId });
    await turn();
  }

  reportLoaded(payload: object): void {
    const params = { name: reportBinding, payload: JSON.stringify(payload), executionContextId: 1 };
    this.report({ method: 'Runtime.bindingCalled', params, sessionId });
  }
}

const moves = new Map([
  ['Shop', { reports: 1, updates: [moved] }],
  ['Shared', { reports: 0, updates: [moved] }],
]);

test('a page gets the report function and a script', async () => {
  const fixture = new Fixture();
  const sent = await fixture.sent();
  assert.deepEqual(
    sent.map(([method]) => method),
    ['Runtime.addBinding', 'Page.addScriptToEvaluateOnNewDocument'],
  );
  assert.ok(String(sent[1]?.[1]['source']).includes('applyHotReloadDeltas'));
});

test('a page gets the script of its version of .NET before it is loaded, and keeps it', async () => {
  const fixture = new Fixture();
  await fixture.answerAll({ identifier: 'first' });
  const preparing = fixture.page.expectVersion(9);
  await turn();
  assert.match(JSON.stringify(fixture.browserHeard), /ASPNETCORE-BROWSER-TOOLS/);
  await fixture.answerAll({ identifier: 'second' });
  await fixture.answerAll({});
  await preparing;
  await fixture.page.expectVersion(9);
  void fixture.page.prepare({ updates: [update], moves: new Map() }, 1);
  const [[method, { source }] = ['', {}], ...others] = await fixture.sent();
  assert.equal(method, 'Page.addScriptToEvaluateOnNewDocument');
  assert.match(String(source), /ASPNETCORE-BROWSER-TOOLS[^]*"moduleId":"m"/);
  assert.deepEqual(others, []);
});

test('a script that is replaced before the browser has added it is removed', async () => {
  const fixture = new Fixture();
  void fixture.page.expectVersion(9);
  await fixture.answerAll({ identifier: 'first' });
  await fixture.answerAll({ identifier: 'second' });
  const [[method, params] = ['', {}], ...others] = await fixture.sent();
  assert.equal(method, 'Page.removeScriptToEvaluateOnNewDocument');
  assert.deepEqual([params, others], [{ identifier: 'first' }, []]);
});

test('updates are applied, and the proxy hears which lines move with them and which without', async () => {
  const fixture = new Fixture();
  await fixture.answerAll({});
  const applying = fixture.page.apply({ updates: [update], moves });
  assert.deepEqual(fixture.lines.story, [['expect', sessionId, [['Shop', 1]]]]);
  await fixture.answerAll({ result: { type: 'object', value: [] } });
  assert.deepEqual(await applying, { kind: 'applied', warnings: [] });
  assert.deepEqual(fixture.lines.story.at(-1), ['tell', sessionId, ['Shared']]);
});

test('moves without updates run no code in the page', async () => {
  const fixture = new Fixture();
  await fixture.answerAll({});
  const shared = new Map([['Shared', { reports: 0, updates: [moved] }]]);
  await fixture.page.apply({ updates: [], moves: shared });
  assert.deepEqual(await fixture.sent(), []);
  assert.deepEqual(fixture.lines.story.at(-1), ['tell', sessionId, ['Shared']]);
});

test('a page that fails moves nothing', async () => {
  const fixture = new Fixture();
  await fixture.answerAll({});
  const applying = fixture.page.apply({ updates: [update], moves });
  await fixture.answerAll({ exceptionDetails: { text: 'Uncaught' } });
  assert.deepEqual(await applying, { kind: 'refused', reason: 'Uncaught' });
  assert.equal(fixture.lines.story.length, 1);
});

test('a page that fails to fetch its files again is an error', async () => {
  const fixture = new Fixture();
  await fixture.answerAll({});
  const refreshing = fixture.page.refresh(['logo.png']);
  const refused = assert.rejects(refreshing, { message: 'TypeError: no such thing' });
  const exception = { description: 'TypeError: no such thing\n    at <anonymous>' };
  await fixture.answerAll({ result: {}, exceptionDetails: { text: 'Uncaught', exception } });
  await refused;
  const again = fixture.page.refresh([]);
  await fixture.answerAll({ result: { type: 'undefined' } });
  await again;
});

test('a new script replaces the old one', async () => {
  const fixture = new Fixture();
  await fixture.answerAll({ identifier: 'first' });
  const preparing = fixture.page.prepare({ updates: [update], moves }, 1);
  await turn();
  const [added] = fixture.browserHeard;
  assert.ok(JSON.stringify(added).includes('bQ=='));
  await fixture.answerAll({ identifier: 'second' });
  assert.deepEqual(await fixture.sent(), [
    ['Page.removeScriptToEvaluateOnNewDocument', { identifier: 'first' }],
  ]);
  void preparing;
});

test('a page can take updates when its runtime is reported, until it is left', () => {
  const fixture = new Fixture();
  assert.equal(fixture.page.facts.isLoaded, false);
  fixture.reportLoaded({ kind: 'loaded', count: 2 });
  assert.equal(fixture.page.facts.isLoaded, true);
  fixture.report({ method: 'Runtime.executionContextsCleared', params: {}, sessionId });
  assert.equal(fixture.page.facts.isLoaded, false);
  fixture.reportLoaded({ kind: 'loaded', count: 2, error: 'assertion' });
  assert.deepEqual(fixture.heard, [
    [{ kind: 'applied', warnings: [] }, 2],
    'left',
    [{ kind: 'refused', reason: 'assertion' }, 2],
  ]);
});

test('a document that loads expects the lines that its earlier updates move', async () => {
  const fixture = new Fixture();
  await fixture.answerAll({ identifier: 'first' });
  void fixture.page.prepare({ updates: [update], moves }, 1);
  fixture.report({ method: 'Runtime.executionContextsCleared', params: {}, sessionId });
  fixture.reportLoaded({ kind: 'loaded', count: 1 });
  assert.deepEqual(fixture.lines.story, [
    ['expect', sessionId, [['Shop', 1]]],
    ['tell', sessionId, ['Shared']],
  ]);
});

test('the debug proxy sees neither the script nor its reports', () => {
  const fixture = new Fixture();
  fixture.debuggerHeard.length = 0;
  fixture.reportLoaded({ kind: 'loaded', count: 0 });
  fixture.reportLoaded({ kind: 'something else' });
  const params = { scriptId: '7', url: hotReloadScriptUrl };
  fixture.report({ method: 'Debugger.scriptParsed', params, sessionId });
  assert.deepEqual(fixture.debuggerHeard, []);
});
