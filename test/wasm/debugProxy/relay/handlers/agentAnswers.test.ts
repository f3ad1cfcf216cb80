import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentAnswersHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/agentAnswers.ts';
import { turn } from '../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const sessionId = 'S';

/** A page in which the debug proxy asks the runtime's debugger agent. */
class AskedPage extends PipelineFixture {
  #lastId = 0;

  constructor() {
    super(agentAnswersHandler());
    this.attach(sessionId);
  }

  pause(): void {
    this.report({ method: 'Debugger.paused', params: {}, sessionId });
  }

  /** The proxy reads an event of the runtime of this kind. */
  readEvent(kind: number): void {
    const id = ++this.#lastId;
    this.command({ id, method: 'Runtime.getProperties', params: { objectId: '1' }, sessionId });
    const event = Buffer.alloc(40);
    event.writeUInt8(kind, 16);
    const value = { type: 'string', value: event.toString('base64') };
    this.answer({ result: [{ name: 'data', value }, { name: 'length' }] });
  }

  /** Asks, has the browser answer if it is reached, and returns the answer, and whether it was the browser's. */
  async ask(
    command: string,
    value = 'AQID',
    runtime = 0,
  ): Promise<readonly [answer: unknown, by: string]> {
    const id = ++this.#lastId;
    const expression = `getDotnetRuntime(${runtime}).INTERNAL.mono_wasm_send_dbg_command(${id}, ${command}, 'AAAA')`;
    const params = { expression, returnByValue: true };
    this.command({ id, method: 'Runtime.evaluate', params, sessionId });
    const isPassed = this.browserHeard.at(-1)?.id === id;
    if (isPassed) this.answer({ result: { type: 'object', value: { id, value } } });
    await turn();
    const answer = this.debuggerHeard.find((heard) => heard.id === id)?.['result'];
    return [answer, isPassed ? 'browser' : 'relay'];
  }
}

const answerOf = (id: number): object => ({
  result: { type: 'object', value: { id, value: 'AQID' } },
});

test('what the proxy asks of a type again at a stop is answered without the page', async () => {
  const page = new AskedPage();
  page.pause();
  assert.deepEqual(await page.ask('23, 1'), [answerOf(1), 'browser']);
  assert.deepEqual(await page.ask('23, 1'), [answerOf(2), 'relay']);
  assert.deepEqual(await page.ask('23, 22'), [answerOf(3), 'browser']);
});

test('types last beyond a stop, until hot reload changes them or the page is left', async () => {
  const page = new AskedPage();
  const askTwice = async (): Promise<readonly string[]> => {
    const [, first] = await page.ask('23, 1');
    return [first, (await page.ask('23, 1'))[1]];
  };
  page.pause();
  assert.deepEqual(await askTwice(), ['browser', 'relay']);
  page.command({ id: 90, method: 'Debugger.resume', params: {}, sessionId });
  page.pause();
  assert.deepEqual(await askTwice(), ['relay', 'relay']);
  page.readEvent(18);
  assert.deepEqual(await askTwice(), ['browser', 'relay']);
  page.readEvent(13);
  assert.deepEqual(await askTwice(), ['relay', 'relay']);
  page.report({ method: 'Runtime.executionContextsCleared', params: {}, sessionId });
  page.pause();
  assert.deepEqual(await askTwice(), ['browser', 'relay']);
});

test('what depends on objects is kept during a stop, and values are asked again', async () => {
  const page = new AskedPage();
  const ask = async (command: string): Promise<string> => (await page.ask(command))[1];
  page.pause();
  assert.deepEqual([await ask('9, 1'), await ask('9, 1')], ['browser', 'relay']);
  page.command({ id: 90, method: 'Debugger.resume', params: {}, sessionId });
  assert.deepEqual([await ask('9, 1'), await ask('9, 1')], ['browser', 'browser']);
  page.pause();
  assert.deepEqual([await ask('9, 1'), await ask('9, 1')], ['browser', 'relay']);
  for (const command of ['1, 7', '1, 7', '9, 2', '9, 2', '16, 1', '16, 1']) {
    assert.equal(await ask(command), 'browser', command);
  }
});

test('each runtime of a page is asked, and long texts are not kept', async () => {
  const page = new AskedPage();
  const ask = async (...asked: Parameters<AskedPage['ask']>): Promise<string> =>
    (await page.ask(...asked))[1];
  page.pause();
  assert.equal(await ask('23, 1'), 'browser');
  assert.equal(await ask('23, 1', 'AQID', 1), 'browser');
  assert.equal(await ask('23, 1', 'AQID', 1), 'relay');
  const long = Buffer.alloc(5_000).toString('base64');
  assert.deepEqual([await ask('10, 1', long), await ask('10, 1', long)], ['browser', 'browser']);
});

test('what the runtime refuses is asked again', async () => {
  const page = new AskedPage();
  page.pause();
  const expression = `getDotnetRuntime(0).INTERNAL.mono_wasm_send_dbg_command(1, 23, 1, 'AAAA')`;
  page.command({ id: 1, method: 'Runtime.evaluate', params: { expression }, sessionId });
  page.answer({ result: { type: 'object', subtype: 'error' }, exceptionDetails: { text: 'no' } });
  page.command({ id: 2, method: 'Runtime.evaluate', params: { expression }, sessionId });
  assert.equal(page.browserHeard.at(-1)?.id, 2);
});
