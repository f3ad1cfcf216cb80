import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { dotnetRoot } from '../../../../../src/dotnet/sdk/dotnetRoot.ts';
import { newestRuntime } from '../../../../../src/wasm/debugProxy/debugHost.ts';
import { readAgentCommand } from '../../../../../src/wasm/debugProxy/relay/cdp/agentCommands.ts';
import { AgentWriter } from '../../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import { assemblyBytesHandler } from '../../../../../src/wasm/debugProxy/relay/handlers/assemblyBytes.ts';
import { moduleId, readMetadata } from '../../../../../src/wasm/metadata/assemblyMetadata.ts';
import { ownEnvironment } from '../../../../../tools/fixtures/processes/programs.ts';
import { until } from '../../../../../tools/fixtures/waiting.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const request = {
  id: 7,
  method: 'Runtime.evaluate',
  params: { expression: `runtime.mono_wasm_send_dbg_command (3, 1, 20,'${named('Some.wasm')}')` },
  sessionId: 'A',
};

function named(name: string): string {
  return new AgentWriter().block(Buffer.from(name)).written().toString('base64');
}

/** An assembly that every machine with .NET has. */
async function anyAssembly(name = 'System.Collections'): Promise<Buffer> {
  const environment = ownEnvironment;
  const root = (await dotnetRoot(environment)) ?? '';
  const context = { environment, workspace: root, platform: process.platform };
  const version = (await newestRuntime(context)) ?? '';
  const framework = ['shared', 'Microsoft.NETCore.App', version];
  return readFile(join(root, ...framework, `${name}.dll`));
}

/** A relay that finds this file for every assembly. */
function relayWith(file: Buffer | undefined): PipelineFixture {
  const fixture = new PipelineFixture(assemblyBytesHandler(() => Promise.resolve(file)));
  fixture.attach('A');
  return fixture;
}

/** Responds to the relay like a page whose module has this id. */
async function answerAs(fixture: PipelineFixture, mvid: string): Promise<void> {
  const number = new AgentWriter().number(1).written();
  const info = new AgentWriter();
  for (const text of ['Some.wasm', 'Some', 'Some.wasm', mvid]) info.block(Buffer.from(text));
  const replies = new Map([
    ['1 18', number],
    ['21 3', number],
    ['24 1', info.written()],
  ]);
  for (let asked = 1; asked <= replies.size; asked++) {
    await until('the page is asked', () => fixture.browserHeard.length === asked);
    const params = fixture.browserHeard.at(-1)?.['params'] as { expression: string } | undefined;
    const { command, set } = readAgentCommand(params?.expression ?? '') ?? {};
    const reply = replies.get(`${set} ${command}`) ?? Buffer.alloc(0);
    fixture.answer({
      result: { type: 'object', value: { id: 1, value: reply.toString('base64') } },
    });
  }
}

test('an assembly that is not on disk is requested from the page', async () => {
  const fixture = relayWith(undefined);
  fixture.command(request);
  await until('the page is asked', () => fixture.browserHeard.length === 1);
  assert.deepEqual(fixture.browserHeard, [request]);
});

test('an assembly that differs from the one on disk is requested from the page', async () => {
  const fixture = relayWith(await anyAssembly());
  fixture.command(request);
  await answerAs(fixture, '00112233-4455-6677-8899-AABBCCDDEEFF');
  await until('the page is asked', () => fixture.browserHeard.length === 4);
  assert.deepEqual(fixture.browserHeard.at(-1), request);
  assert.deepEqual(fixture.debuggerHeard, []);
});

test('the metadata of an assembly on disk is read without the page', async () => {
  const file = await anyAssembly();
  const metadata = readMetadata(file);
  const fixture = relayWith(file);
  fixture.command(request);
  await answerAs(fixture, asText(moduleId(metadata)));
  await until('the proxy has its response', () => fixture.debuggerHeard.length === 1);
  const [answer] = fixture.debuggerHeard as unknown as [
    { id: number; result: { result: { value: { id: number; value: string } } } },
  ];
  assert.equal(answer.id, request.id);
  assert.equal(answer.result.result.value.id, 3);
  const reply = Buffer.from(answer.result.result.value.value, 'base64');
  assert.equal(reply.readInt32BE(0), metadata.length);
  assert.ok(reply.subarray(4, 4 + metadata.length).equals(metadata));
  assert.ok(reply.includes('System.Collections.pdb'));
});

test('a large assembly is encoded in several turns of the event loop', async () => {
  const file = await anyAssembly('System.Private.Xml');
  const metadata = readMetadata(file);
  const turns = Math.floor(metadata.length / (256 * 1024));
  assert.ok(turns > 3, `${metadata.length} bytes`);
  const fixture = relayWith(file);
  fixture.command(request);
  await answerAs(fixture, asText(moduleId(metadata)));
  let passed = 0;
  for (; fixture.debuggerHeard.length === 0; passed++) await turn();
  assert.ok(passed >= turns, `${passed} turns for ${metadata.length} bytes`);
});

/** A GUID as .NET formats it, from its bytes in a file. */
function asText(digits: string): string {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  const hex = order.map((index) => digits.slice(index * 2, index * 2 + 2)).join('');
  return hex.toUpperCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
