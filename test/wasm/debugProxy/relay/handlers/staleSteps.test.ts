import assert from 'node:assert/strict';
import { test } from 'node:test';
import { staleStepsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/staleSteps.ts';
import { turn } from '../../../../support/waiting.ts';
import { PipelineRoom } from '../pipelineRoom.ts';
import { cleared } from './recorded.ts';

/** Recorded between the debug proxy of .NET 10.0.12 and Chromium: a step over, and the clearing of one. */
const setStep = '0b00010a00000001000000010000000100000001';
const clearStep = (id: number): string => `0b${id.toString(16).padStart(8, '0')}`;

/** A runtime, and what the debug proxy asks of it. */
class Room extends PipelineRoom {
  #id = 0;

  constructor() {
    super(staleStepsHandler());
    this.attach('A');
  }

  async evaluate(expression: string): Promise<number> {
    const id = ++this.#id;
    const params = {
      expression: `getDotnetRuntime(0).INTERNAL.${expression}`,
      returnByValue: true,
    };
    this.command({ id, method: 'Runtime.evaluate', params, sessionId: 'A' });
    await turn();
    return id;
  }

  request(command: number, hex: string): Promise<number> {
    const parameters = Buffer.from(hex, 'hex').toString('base64');
    const source = '//# sourceURL=cdp://debug/eval.cdp';
    return this.evaluate(
      `mono_wasm_send_dbg_command (${this.#id}, 15, ${command},'${parameters}') ${source}`,
    );
  }

  /** Has the runtime answer the newest command, by the bytes of its reply. */
  async reply(hex: string): Promise<void> {
    const value = { id: 1, value: Buffer.from(hex, 'hex').toString('base64') };
    this.answer({ result: { type: 'object', value } });
    await turn();
  }

  /** Asks for a step, which gets this id. */
  async step(id: number): Promise<void> {
    await this.request(1, setStep);
    await this.reply(`00000001${id.toString(16).padStart(8, '0')}`);
  }

  /** What the runtime has been asked for since the last time: command and parameters. */
  asked(): string[] {
    return this.browserHeard.splice(0).map(({ params }) => {
      const { expression } = params as { expression: string };
      const [, command, base64 = ''] = /, 15, (\d),'(.*)'/.exec(expression) ?? [];
      return `${command} ${Buffer.from(base64, 'base64').toString('hex')}`;
    });
  }
}

test('the proxy gets the answer to its step', async () => {
  const room = new Room();
  const id = await room.request(1, setStep);
  await room.reply('0000000100000006');
  const value = { id: 1, value: 'AAAAAQAAAAY=' };
  assert.deepEqual(room.debuggerHeard, [
    { id, result: { result: { type: 'object', value } }, sessionId: 'A' },
  ]);
});

test('a step that was reached is not cleared again', async () => {
  const room = new Room();
  await room.step(6);
  await room.request(2, clearStep(6));
  await room.step(7);
  assert.deepEqual(room.asked(), [`1 ${setStep}`, `2 ${clearStep(6)}`, `1 ${setStep}`]);
});

test('a step that was not reached is cleared before the next one', async () => {
  const room = new Room();
  await room.step(6);
  room.asked();
  await room.request(1, setStep);
  assert.deepEqual(room.asked(), [`2 ${clearStep(6)}`]);
  room.report({ id: 1_500_000_001, result: { result: {} }, sessionId: 'A' });
  await turn();
  assert.deepEqual(room.asked(), [`1 ${setStep}`]);
});

test('a pending step is cleared before the page resumes', async () => {
  const room = new Room();
  await room.step(6);
  room.asked();
  await room.evaluate('mono_wasm_debugger_resume()');
  assert.deepEqual(room.asked(), [`2 ${clearStep(6)}`]);
});

test('a step that the runtime could not take is never cleared, which would end the runtime', async () => {
  const room = new Room();
  await room.request(1, setStep);
  await room.reply('000000000000004b');
  await room.step(0x4c);
  await room.request(2, clearStep(0x4c));
  assert.deepEqual(room.asked(), [`1 ${setStep}`, `1 ${setStep}`, `2 ${clearStep(0x4c)}`]);
});

test('the runtime of the next page has no steps', async () => {
  const room = new Room();
  await room.step(6);
  room.report(cleared);
  room.asked();
  await room.step(6);
  assert.deepEqual(room.asked(), [`1 ${setStep}`]);
});

test('other commands and expressions pass as they are', async () => {
  const room = new Room();
  await room.request(1, '0f0000');
  await room.request(2, '0a00000006');
  await room.evaluate('mono_wasm_runtime_is_ready');
  assert.equal(room.untouched.size, 4);
});
