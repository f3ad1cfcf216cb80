import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PagePauses } from '../../../../src/vscode/debug/page/pagePauses.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';
import { untilIdle } from './untilIdle.ts';

/** The debug session of a page, whose adapter tells its document if it knows it. */
class Session {
  readonly type = 'pwa-chrome';
  readonly requests: string[] = [];
  readonly #document: string | undefined;
  readonly #pauses: PagePauses;

  constructor(pauses: PagePauses, document: string | undefined) {
    this.#pauses = pauses;
    this.#document = document;
  }

  customRequest(command: string, { threadId }: { readonly threadId?: number }) {
    if (command !== 'evaluate') this.requests.push(`${command} ${threadId}`);
    const isAnswered = command === 'evaluate' && this.#document !== undefined;
    return isAnswered
      ? Promise.resolve({ result: this.#document })
      : Promise.reject(new Error('refused'));
  }

  async tell(event: string, body: object = { threadId: 7 }): Promise<void> {
    this.#pauses.hear(this as never, { type: 'event', seq: 1, event, body } as never);
    await untilIdle();
  }

  stop(description?: string): Promise<void> {
    const body = { reason: 'breakpoint', threadId: 7, ...(description && { description }) };
    return this.tell('stopped', body);
  }

  end(): void {
    this.#pauses.end(this as never);
  }
}

function createPauses() {
  const clock = new ManualClock();
  const pauses = new PagePauses(clock);
  let changes = 0;
  pauses.changed(() => changes++);
  const session = (document: string | undefined) => new Session(pauses, document);
  return { clock, pauses, session, changes: () => changes };
}

test('a document is paused with the reason that its debugger gives', async () => {
  const { pauses, session } = createPauses();
  await session('1').stop('Paused on breakpoint');
  await session('2').stop();
  assert.equal(pauses.reason('1'), 'Paused on breakpoint');
  assert.equal(pauses.reason('2'), 'breakpoint');
  assert.equal(pauses.reason('3'), undefined);
});

test('a pause whose document is not known may be that of any page', async () => {
  const { pauses, session } = createPauses();
  await session(undefined).stop();
  assert.equal(pauses.reason('1'), 'breakpoint');
  assert.equal(pauses.reason(undefined), 'breakpoint');
});

test('a paused document is continued and stepped by its own session', async () => {
  const { pauses, session } = createPauses();
  const one = session('1');
  const other = session('2');
  await one.stop();
  await other.stop();
  pauses.run('1', 'stepOver');
  pauses.run('1', 'stepInto');
  pauses.run('1', 'stepOut');
  pauses.run('1', 'continue');
  pauses.run('3', 'continue');
  await untilIdle();
  assert.deepEqual(one.requests, ['next 7', 'stepIn 7', 'stepOut 7', 'continue 7']);
  assert.deepEqual(other.requests, []);
});

test('a step is one pause, and a page that goes on is not paused', async () => {
  const { changes, clock, pauses, session } = createPauses();
  const page = session('1');
  await page.stop();
  await page.tell('continued');
  clock.advance(100);
  await page.stop();
  clock.advance(5_000);
  assert.equal(pauses.reason('1'), 'breakpoint');
  await page.tell('continued');
  await page.tell('continued');
  const before = changes();
  clock.advance(200);
  assert.equal(pauses.reason('1'), undefined);
  assert.ok(pauses.isEmpty);
  assert.equal(changes(), before + 1);
  assert.equal(clock.pending, 0);
});

test('a page without its debugger is not paused', async () => {
  const { pauses, session } = createPauses();
  const page = session('1');
  await page.stop();
  page.end();
  assert.ok(pauses.isEmpty);
});

test('no timer is left at the end', async () => {
  const { clock, pauses, session } = createPauses();
  const page = session('1');
  await page.stop();
  await page.tell('continued');
  pauses.dispose();
  assert.equal(clock.pending, 0);
});
