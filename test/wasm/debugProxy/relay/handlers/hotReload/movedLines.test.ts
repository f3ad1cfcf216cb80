import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  readUpdateEvent,
  writeUpdateEvent,
} from '../../../../../../src/wasm/debugProxy/relay/cdp/agentEvents.ts';
import { AgentWriter } from '../../../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import { PagesChanges } from '../../../../../../src/wasm/debugProxy/relay/handlers/hotReload/changedMethods.ts';
import { MovedLines } from '../../../../../../src/wasm/debugProxy/relay/handlers/hotReload/movedLines.ts';
import {
  linesMovedMethod,
  reboundMethod,
} from '../../../../../../src/wasm/debugProxy/relay/handlers/hotReload/rebinding.ts';
import type { LineUpdate } from '../../../../../../src/wasm/hotReload/assemblyLines.ts';
import { ManualClock } from '../../../../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import { symbolsOf } from '../../../../hotReload/symbols.ts';
import { type Message, PipelineFixture } from '../../pipelineFixture.ts';

const sessionId = 'A';
const thread = 3;
const modules: Readonly<Record<string, number>> = { 'Shop.dll': 21, 'Shared.dll': 22 };

const moved: LineUpdate = { metadata: Buffer.from('metadata'), pdb: Buffer.from('symbols') };
const movedToo: LineUpdate = { metadata: Buffer.from('other'), pdb: Buffer.from('more') };

const agentCommand = (id: number, set: number, command: number, data: string): string =>
  `getDotnetRuntime(0).INTERNAL.mono_wasm_send_dbg_command(${id}, ${set}, ${command},'${data}')`;

/** A page and its debug proxy: both answer as the real ones do. */
class Page extends PipelineFixture {
  readonly lines: MovedLines;
  readonly changes: PagesChanges;
  readonly timer: ManualClock;
  /** What happened, in order. */
  readonly story: string[] = [];
  isProxySilent = false;
  #seenByBrowser = 0;
  #seenByProxy = 0;
  #lastId = 100;

  constructor() {
    const timer = new ManualClock();
    const changes = new PagesChanges();
    const lines = new MovedLines(timer, changes);
    super(lines.handler());
    this.lines = lines;
    this.changes = changes;
    this.timer = timer;
    this.attach(sessionId);
    const expression = agentCommand(1, 1, 1, '');
    this.command({ id: 1, method: 'Runtime.evaluate', params: { expression }, sessionId });
  }

  /** The runtime reports an update, and the proxy reads it. */
  reportUpdate(module: number, symbols: Buffer = Buffer.alloc(2)): void {
    this.report({ method: 'Debugger.paused', params: pausedAt('report'), sessionId });
    const id = ++this.#lastId;
    const params = { objectId: 'report' };
    this.command({ id, method: 'Runtime.getProperties', params, sessionId });
    const data = writeUpdateEvent({ thread, module }, Buffer.from('real'), symbols);
    const value = { value: { value: data.toString('base64') } };
    this.report({ id, result: { result: [value] }, sessionId });
    this.#seenByProxy = this.debuggerHeard.length;
    this.resume();
  }

  resume(): void {
    this.command({ id: ++this.#lastId, method: 'Debugger.resume', params: {}, sessionId });
  }

  /** Lets both sides answer what they receive until nothing happens any more. */
  async settle(): Promise<readonly string[]> {
    for (let quiet = 0; quiet < 5; quiet++) {
      await turn();
      const [toBrowser, toProxy] = [
        this.browserHeard.slice(this.#seenByBrowser),
        this.debuggerHeard.slice(this.#seenByProxy),
      ];
      this.#seenByBrowser = this.browserHeard.length;
      this.#seenByProxy = this.debuggerHeard.length;
      if (toBrowser.length + toProxy.length > 0) quiet = 0;
      for (const message of toBrowser) this.#asBrowser(message);
      for (const message of toProxy) this.#asProxy(message);
    }
    return this.story.splice(0);
  }

  #asBrowser({ id, method, params }: Message): void {
    if (method === 'Debugger.resume') this.story.push('resumed');
    const expression = (params as { expression?: string } | undefined)?.expression;
    if (method !== 'Runtime.evaluate' || expression === undefined) return;
    const [, set, data = ''] = /\(\d+, (\d+), \d+,'([^']*)'\)/.exec(expression) ?? [];
    const reply = set === '1' ? assemblyNumber(data) : Buffer.from(data, 'base64');
    const value = { value: { value: reply.toString('base64') } };
    this.report({ id, result: { result: value }, sessionId });
  }

  #asProxy({ id, method, params, result }: Message): void {
    if (this.isProxySilent) return;
    if (method === linesMovedMethod) {
      this.story.push('rebinds');
      this.command({ id: ++this.#lastId, method: reboundMethod, params: {}, sessionId });
      return;
    }
    if (method === 'Debugger.paused') {
      const [frame] = (params as ReturnType<typeof pausedAt>).callFrames;
      const objectId = frame?.scopeChain[0]?.object.objectId;
      id = ++this.#lastId;
      this.command({ id, method: 'Runtime.getProperties', params: { objectId }, sessionId });
      return;
    }
    const data = (result as { result?: { value?: { value?: string } }[] } | undefined)?.result;
    if (!Array.isArray(data)) return;
    this.story.push(describe(Buffer.from(data[0]?.value?.value ?? '', 'base64')));
    this.resume();
  }
}

function assemblyNumber(data: string): Buffer {
  const name = Buffer.from(data, 'base64').toString('utf8', 4);
  return new AgentWriter().number(modules[name] ?? 0).written();
}

/** The event that the proxy was told, with its metadata. */
function describe(event: Buffer): string {
  const update = readUpdateEvent(event);
  const length = event.readInt32BE(29);
  return `${update?.thread}/${update?.module}: ${event.toString('utf8', 33, 33 + length)}`;
}

function pausedAt(objectId: string) {
  const functionName = 'mono_wasm_fire_debugger_agent_message_with_data_to_pause';
  return { callFrames: [{ functionName, scopeChain: [{ object: { objectId } }] }] };
}

test('the page continues when the proxy has the moved lines and breakpoints are set again', async () => {
  const page = new Page();
  page.lines.expect(sessionId, new Map([['Shop', { reports: 1, updates: [moved, movedToo] }]]));
  page.reportUpdate(21);
  assert.deepEqual(await page.settle(), ['3/21: metadata', '3/21: other', 'rebinds', 'resumed']);
});

test('moved lines wait for the update of their assembly', async () => {
  const page = new Page();
  page.lines.expect(sessionId, new Map([['Shop', { reports: 1, updates: [moved] }]]));
  page.reportUpdate(22);
  assert.deepEqual(await page.settle(), ['resumed']);
  page.reportUpdate(21);
  assert.deepEqual(await page.settle(), ['3/21: metadata', 'rebinds', 'resumed']);
});

test('moved lines wait for the last of several updates of their assembly', async () => {
  const page = new Page();
  const moves = new Map([
    ['Shop', { reports: 2, updates: [moved] }],
    ['Shared', { reports: 1, updates: [movedToo] }],
  ]);
  page.lines.expect(sessionId, moves);
  page.reportUpdate(21);
  assert.deepEqual(await page.settle(), ['resumed']);
  page.reportUpdate(21);
  assert.deepEqual(await page.settle(), ['3/21: metadata', 'rebinds', 'resumed']);
  page.reportUpdate(22);
  assert.deepEqual(await page.settle(), ['3/22: other', 'rebinds', 'resumed']);
});

test('breakpoints are set again even if no other lines moved', async () => {
  const page = new Page();
  page.lines.expect(sessionId, new Map([['Shop', { reports: 1, updates: [] }]]));
  page.reportUpdate(21);
  assert.deepEqual(await page.settle(), ['rebinds', 'resumed']);
});

test('other reports of the runtime are not held', async () => {
  const page = new Page();
  page.reportUpdate(21);
  assert.deepEqual(await page.settle(), ['resumed']);
});

test('a running page gets moved lines without an update', async () => {
  const page = new Page();
  await page.settle();
  const told = page.lines.tell(sessionId, new Map([['Shared', [movedToo]]]));
  assert.deepEqual(await page.settle(), ['1/22: other', 'rebinds']);
  await told;
});

test('a stop waits until the proxy has the moved lines', async () => {
  const page = new Page();
  await page.settle();
  page.isProxySilent = true;
  const told = page.lines.tell(sessionId, new Map([['Shared', [movedToo]]]));
  await page.settle();
  const params = { callFrames: [{ functionName: 'stop', scopeChain: [] }] };
  page.report({ method: 'Debugger.paused', params, sessionId });
  const heard = (): unknown[] => page.debuggerHeard.map((message) => message['params']);
  assert.deepEqual(heard().slice(2), []);
  page.isProxySilent = false;
  page.resume();
  assert.deepEqual(await page.settle(), ['rebinds']);
  await told;
  assert.ok(heard().some((one) => JSON.stringify(one) === JSON.stringify(params)));
});

test('a proxy that does not answer holds the page for a limited time', async () => {
  const page = new Page();
  page.isProxySilent = true;
  page.lines.expect(sessionId, new Map([['Shop', { reports: 1, updates: [moved] }]]));
  page.reportUpdate(21);
  assert.deepEqual(await page.settle(), []);
  page.timer.advance(5_000);
  assert.deepEqual(await page.settle(), []);
  page.timer.advance(5_000);
  assert.deepEqual(await page.settle(), ['resumed']);
});

test('a page that is left is not held', async () => {
  const page = new Page();
  await page.settle();
  const told = page.lines.tell(sessionId, new Map([['Shared', [movedToo]]]));
  for (let count = 0; count < 3; count++) await turn();
  page.report({ method: 'Runtime.executionContextsCleared', params: {}, sessionId });
  await page.settle();
  await told;
});

test('assemblies that the page does not run are skipped', async () => {
  const page = new Page();
  await page.settle();
  await page.lines.tell('unknown', new Map([['Shop', [moved]]]));
  assert.deepEqual(await page.settle(), []);
});

test('the methods of updates count as changed until the document is left', () => {
  const page = new Page();
  const changed = page.changes.of(sessionId);
  assert.equal(changed.isEmpty, true);
  page.reportUpdate(21, symbolsOf([{ row: 4, path: '/Shop.cs', lines: [1] }]));
  page.reportUpdate(21, symbolsOf([{ row: 6, path: '/Shop.cs', lines: [1] }]));
  const isChanged = (module: number, method: number) => changed.has(module, method);
  assert.deepEqual([isChanged(21, 4), isChanged(21, 5), isChanged(21, 6)], [true, false, true]);
  assert.equal(isChanged(22, 4), false);
  // Without readable symbols, any method may be.
  page.reportUpdate(22);
  assert.equal(isChanged(22, 4), true);
  page.report({ method: 'Runtime.executionContextsCleared', params: {}, sessionId });
  assert.equal(page.changes.of(sessionId).isEmpty, true);
});
