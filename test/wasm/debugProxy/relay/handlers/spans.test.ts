import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spansHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/spans.ts';
import { turn } from '../../../../../tools/fixtures/waiting.ts';
import { named, writer } from '../../evaluation/agentReplies.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const sessionId = 'S';
const types: Readonly<Record<number, readonly [name: string, fullName: string]>> = {
  9: ['Span`1', 'System.Span`1[System.Int32]'],
  10: ['Reader', 'Shop.Reader'],
};

const int = (value: number): Buffer => writer().byte(0x08).number(value).written();
const string = (id: number): Buffer => writer().byte(0x0e).number(id).written();

function structOf(type: number, ...fields: readonly Buffer[]): Buffer {
  const head = writer().byte(0x11).byte(0).byte(0).number(type).number(-1).number(fields.length);
  return Buffer.concat([head.written(), ...fields]);
}

/** A page whose runtime answers commands of the relay, and gives the texts that it creates the ids from 70 up. */
class Page extends PipelineFixture {
  readonly texts: string[] = [];
  readonly asked: string[] = [];

  constructor() {
    super(spansHandler());
    this.attach(sessionId);
  }

  /** What the proxy receives if the runtime answers its command with these values. */
  async reply(command: string, bytes: Buffer): Promise<Buffer> {
    const expression = `getDotnetRuntime(0).INTERNAL.mono_wasm_send_dbg_command(5, ${command}, 'AAAA')`;
    this.command({ id: 1, method: 'Runtime.evaluate', params: { expression }, sessionId });
    let answered = this.browserHeard.length;
    this.#answer(1, bytes);
    for (await turn(); answered < this.browserHeard.length; await turn()) {
      const { id = 0, params } = this.browserHeard[answered] ?? {};
      const { expression: own = '' } = params as { readonly expression?: string };
      answered += 1;
      this.#answer(id, this.#own(own));
    }
    const { result } = (this.debuggerHeard.at(-1)?.['result'] ?? {}) as {
      readonly result: { readonly value: { readonly value: string } };
    };
    return Buffer.from(result.value.value, 'base64');
  }

  #answer(id: number, bytes: Buffer): void {
    const value = { id: 5, value: bytes.toString('base64') };
    this.report({ id, result: { result: { type: 'object', value } }, sessionId });
  }

  #own(expression: string): Buffer {
    const [, command = '', given = ''] = /\(\d+, (\d+, \d+),'([^']*)'\)/.exec(expression) ?? [];
    const parameters = Buffer.from(given, 'base64');
    this.asked.push(command);
    switch (command) {
      case '1, 1':
        return writer().bytes(named('mono')).number(2).number(66).written();
      case '20, 1':
        return writer().number(4).written();
      case '20, 5':
        this.texts.push(parameters.subarray(8).toString());
        return writer()
          .number(69 + this.texts.length)
          .written();
      default: {
        const [name, fullName] = types[parameters.readInt32BE()] ?? ['', ''];
        const texts = [named('System'), named(name), named(fullName)];
        return Buffer.concat(texts);
      }
    }
  }
}

test('the proxy reads texts instead of spans, and the variables after them', async () => {
  const page = new Page();
  const [span, empty] = [structOf(9, int(7), int(3)), structOf(9, Buffer.of(0xf0), int(0))];
  const sent = Buffer.concat([int(1), span, empty, structOf(10, span, int(2)), int(4)]);
  const read = [int(1), string(70), string(71), structOf(10, string(72), int(2)), int(4)];
  assert.deepEqual(await page.reply('16, 1', sent), Buffer.concat(read));
  assert.deepEqual(page.texts, [
    'Span[3]: evaluate it for its first element',
    'Span[0]: evaluate it for its first element',
    'Span[3]: evaluate it for its first element',
  ]);
  // What is known of the page is not asked again.
  page.asked.length = 0;
  await page.reply('16, 2', structOf(10, int(5), int(2)));
  assert.deepEqual(page.asked, []);
});

test('replies without spans, of other commands and in unknown forms stay as they are', async () => {
  const page = new Page();
  const span = structOf(9, int(7), int(3));
  const plain = structOf(10, int(7), int(3));
  for (const [command, sent] of [
    ['16, 1', plain],
    ['23, 1', span],
    ['16, 1', Buffer.concat([span, Buffer.of(0x7f)])],
    ['16, 1', structOf(9, int(7))],
  ] as const) {
    assert.deepEqual(await page.reply(command, sent), sent);
  }
});
