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

  /** Asks, has the browser answer if it is reached, and returns the answer, and whether it was the browser's. */
  async ask(command: string, value = 'AQID'): Promise<readonly [answer: unknown, by: string]> {
    const id = ++this.#lastId;
    const expression = `getDotnetRuntime(0).INTERNAL.mono_wasm_send_dbg_command(${id}, ${command}, 'AAAA')`;
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

test('values, and what was asked at another stop, are asked again', async () => {
  const page = new AskedPage();
  assert.deepEqual((await page.ask('23, 1'))[1], 'browser');
  page.pause();
  for (const command of ['23, 1', '1, 7', '1, 7', '9, 2', '9, 2']) {
    assert.deepEqual((await page.ask(command))[1], 'browser', command);
  }
  page.command({ id: 90, method: 'Debugger.resume', params: {}, sessionId });
  assert.deepEqual((await page.ask('23, 1'))[1], 'browser');
  page.pause();
  assert.deepEqual((await page.ask('23, 1'))[1], 'browser');
});
