import assert from 'node:assert/strict';
import { test } from 'node:test';
import { staleStepsHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/steps/staleSteps.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';
import { cleared } from '../recorded.ts';

/** Recorded between the debug proxy of .NET 10.0.12 and Chromium: a step over, and its clearing. */
const setStep = '0b00010a00000001000000010000000100000001';
const clearStep = (id: number): string => `0b${id.toString(16).padStart(8, '0')}`;

/** A runtime, and the debug proxy's commands to it. */
class Fixture extends PipelineFixture {
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

  /** Sends the runtime's reply to the newest command, as bytes. */
  async reply(hex: string): Promise<void> {
    const value = { id: 1, value: Buffer.from(hex, 'hex').toString('base64') };
    this.answer({ result: { type: 'object', value } });
    await turn();
  }

  /** Requests a step, which gets this id. */
  async step(id: number): Promise<void> {
    await this.request(1, setStep);
    await this.reply(`01${id.toString(16).padStart(8, '0')}`);
  }

  /** The commands since the last call, with parameters. */
  asked(): string[] {
    return this.browserHeard.splice(0).map(({ params }) => {
      const { expression } = params as { expression: string };
      const [, command, base64 = ''] = /, 15, (\d),'(.*)'/.exec(expression) ?? [];
      return `${command} ${Buffer.from(base64, 'base64').toString('hex')}`;
    });
  }
}

test('the proxy gets the response to its step', async () => {
  const fixture = new Fixture();
  const id = await fixture.request(1, setStep);
  await fixture.reply('0100000006');
  const value = { id: 1, value: 'AQAAAAY=' };
  assert.deepEqual(fixture.debuggerHeard, [
    { id, result: { result: { type: 'object', value } }, sessionId: 'A' },
  ]);
});

test('a completed step is not cleared again', async () => {
  const fixture = new Fixture();
  await fixture.step(6);
  await fixture.request(2, clearStep(6));
  await fixture.step(7);
  assert.deepEqual(fixture.asked(), [`1 ${setStep}`, `2 ${clearStep(6)}`, `1 ${setStep}`]);
});

test('a step that did not complete is cleared before the next one', async () => {
  const fixture = new Fixture();
  await fixture.step(6);
  fixture.asked();
  await fixture.request(1, setStep);
  assert.deepEqual(fixture.asked(), [`2 ${clearStep(6)}`]);
  fixture.report({ id: 1_500_000_001, result: { result: {} }, sessionId: 'A' });
  await turn();
  assert.deepEqual(fixture.asked(), [`1 ${setStep}`]);
});

test('a pending step is cleared before the page resumes', async () => {
  const fixture = new Fixture();
  await fixture.step(6);
  fixture.asked();
  await fixture.evaluate('mono_wasm_debugger_resume()');
  assert.deepEqual(fixture.asked(), [`2 ${clearStep(6)}`]);
});

test('a pending step goes on when the page resumes at an exception that does not stop', async () => {
  const fixture = new Fixture();
  await fixture.step(6);
  fixture.asked();
  fixture.command({ id: 99, method: 'IdeSession.keepSteps', sessionId: 'A' });
  await fixture.evaluate('mono_wasm_debugger_resume()');
  assert.deepEqual(fixture.asked(), ['undefined ']);
  await fixture.evaluate('mono_wasm_debugger_resume()');
  assert.deepEqual(fixture.asked(), [`2 ${clearStep(6)}`]);
});

test('a pending step is cleared when the page resumes from JavaScript that it has reached', async () => {
  for (const [kind, expected] of [
    ['run', [`2 ${clearStep(6)}`]],
    ['step', []],
    ['stepInto', []],
  ] as const) {
    const fixture = new Fixture();
    await fixture.step(6);
    fixture.asked();
    fixture.command({ id: 99, method: 'IdeSession.stepKind', params: { kind }, sessionId: 'A' });
    assert.deepEqual(fixture.asked(), expected, kind);
  }
});

test('a step that the runtime refused is never cleared, which would crash the runtime', async () => {
  const fixture = new Fixture();
  await fixture.request(1, setStep);
  await fixture.reply('000000004b');
  await fixture.step(0x4c);
  await fixture.request(2, clearStep(0x4c));
  assert.deepEqual(fixture.asked(), [`1 ${setStep}`, `1 ${setStep}`, `2 ${clearStep(0x4c)}`]);
});

test("a new page's runtime has no steps", async () => {
  const fixture = new Fixture();
  await fixture.step(6);
  fixture.report(cleared);
  fixture.asked();
  await fixture.step(6);
  assert.deepEqual(fixture.asked(), [`1 ${setStep}`]);
});

test('other commands and expressions pass unchanged', async () => {
  const fixture = new Fixture();
  await fixture.request(1, '0f0000');
  await fixture.request(2, '0a00000006');
  await fixture.evaluate('mono_wasm_runtime_is_ready');
  assert.equal(fixture.untouched.size, 4);
});
