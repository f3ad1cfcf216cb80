import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AgentWriter } from '../../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import { wideCharsHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/wideChars.ts';
import { turn } from '../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const sessionId = 'S';
const version = new AgentWriter().block(Buffer.from('mono')).number(2).number(66).written();

/** The values of a frame: a number, a value type with a char, and a char. */
function values(char: number): AgentWriter {
  return new AgentWriter()
    .bytes(Buffer.of(0x08, 0x03, 0xff, 0xff, 0x03))
    .bytes(Buffer.of(0x11, 0, 0))
    .number(9)
    .number(-1)
    .number(1)
    .byte(0x03)
    .number(char)
    .byte(0x03)
    .number(char);
}

/** What the proxy receives if the runtime answers its command with these values. */
async function reply(command: string, bytes: Buffer): Promise<Buffer> {
  const page = new PipelineFixture(wideCharsHandler());
  page.attach(sessionId);
  const expression = `getDotnetRuntime(0).INTERNAL.mono_wasm_send_dbg_command(5, ${command}, 'AAAA')`;
  page.command({ id: 1, method: 'Runtime.evaluate', params: { expression }, sessionId });
  const answer = (value: Buffer): void =>
    page.answer({ result: { type: 'object', value: { id: 5, value: value.toString('base64') } } });
  answer(bytes);
  await turn();
  if (page.browserHeard.at(-1)?.id !== 1) answer(version);
  await turn();
  const heard = page.debuggerHeard.at(-1);
  const { result } = (heard?.['result'] ?? {}) as {
    readonly result: { readonly value: { readonly id: number; readonly value: string } };
  };
  assert.equal(result.value.id, 5);
  return Buffer.from(result.value.value, 'base64');
}

test('chars from U+8000 up reach the proxy as positive numbers', async () => {
  const [sent, expected] = [values(-0x6a_00).written(), values(0x96_00).written()];
  assert.deepEqual(await reply('16, 1', sent), expected);
  const invoked = (bytes: Buffer): Buffer => Buffer.concat([Buffer.of(1), bytes]);
  assert.deepEqual(await reply('1, 7', invoked(sent)), invoked(expected));
});

test('replies without such chars, of other commands and in unknown forms stay as they are', async () => {
  const [sent, plain] = [values(-0x6a_00).written(), values(0x41).written()];
  assert.deepEqual(await reply('23, 1', sent), sent);
  assert.deepEqual(await reply('16, 1', plain), plain);
  const odd = Buffer.concat([sent, Buffer.of(0x7f)]);
  assert.deepEqual(await reply('16, 1', odd), odd);
});
