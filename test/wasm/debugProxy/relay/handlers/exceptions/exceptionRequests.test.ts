import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exceptionRequestsHandler } from '../../../../../../src/wasm/debugProxy/relay/handlers/exceptions/exceptionRequests.ts';
import { turn } from '../../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../../pipelineFixture.ts';
import { cleared } from '../recorded.ts';

/** As the debug proxy of .NET 10.0.12 asks for all exceptions. */
const setAll = '0d000108000000000101010000';

class Fixture extends PipelineFixture {
  constructor() {
    super(exceptionRequestsHandler());
    this.attach('A');
  }

  async request(hex: string, command = 1): Promise<void> {
    const parameters = Buffer.from(hex, 'hex').toString('base64');
    const expression = `getDotnetRuntime(0).INTERNAL.mono_wasm_send_dbg_command(5, 15, ${command},'${parameters}')`;
    this.command({ id: 5, method: 'Runtime.evaluate', params: { expression }, sessionId: 'A' });
    await turn();
  }

  /** The runtime replies with a request's number. */
  async reply(id: number): Promise<void> {
    const bytes = Buffer.from([1, 0, 0, 0, id]);
    const value = { id: 5, value: bytes.toString('base64') };
    this.answer({ result: { type: 'object', value } });
    await turn();
  }

  /** The commands for the runtime since the last call. */
  asked(): readonly string[] {
    return this.browserHeard.splice(0).map(({ params }) => {
      const { expression } = params as { expression: string };
      const [, command, base64 = ''] = /, 15, (\d),'(.*)'/.exec(expression) ?? [];
      return `${command} ${Buffer.from(base64, 'base64').toString('hex')}`;
    });
  }
}

test('the browser gets the filter that the debugger has set', () => {
  const fixture = new Fixture();
  for (const params of [{ state: 'all', ideSession: { state: 'uncaught' } }, { state: 'all' }]) {
    fixture.command({ id: 1, method: 'Debugger.setPauseOnExceptions', params, sessionId: 'A' });
  }
  const states = fixture.browserHeard.map(({ params }) => params);
  assert.deepEqual(states, [{ state: 'uncaught' }, { state: 'all' }]);
});

test('a former request is cleared before the next one, which waits for its reply', async () => {
  const fixture = new Fixture();
  await fixture.request(setAll);
  await fixture.request(setAll);
  await fixture.reply(6);
  assert.equal(fixture.debuggerHeard.length, 1);
  const [, clearing, ...others] = fixture.browserHeard;
  assert.deepEqual(others, []);
  assert.deepEqual(fixture.asked(), [`1 ${setAll}`, '2 0d00000006']);
  fixture.report({ id: clearing?.id, result: { result: {} }, sessionId: 'A' });
  await turn();
  assert.deepEqual(fixture.asked(), [`1 ${setAll}`]);
});

test("a new page's runtime has no requests", async () => {
  const fixture = new Fixture();
  await fixture.request(setAll);
  await fixture.reply(6);
  fixture.report(cleared);
  fixture.asked();
  await fixture.request(setAll);
  assert.deepEqual(fixture.asked(), [`1 ${setAll}`]);
});

test('requests of other kinds pass unchanged', async () => {
  const fixture = new Fixture();
  fixture.untouched.clear();
  await fixture.request('0b0001');
  await fixture.request('0d00000006', 2);
  assert.equal(fixture.untouched.size, 2);
});
