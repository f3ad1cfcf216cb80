import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { UpdateCompiler } from '../../../src/dotnet/hotReload/updateCompiler.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';

const script = join(import.meta.dirname, 'fakeCompiler.mjs');
const options = { clock: systemClock, watchdog: noWatchdog, grace: () => 1_000 };

const open: UpdateCompiler[] = [];
afterEach(() => Promise.all(open.splice(0).map((compiler) => compiler.close())));

let lastAddress = '';

async function start(path = 'App.csproj', signal?: AbortSignal): Promise<UpdateCompiler> {
  const plan = (address: string) => {
    lastAddress = address;
    return {
      command: process.execPath,
      args: [script, address],
      workingDirectory: import.meta.dirname,
      environment: {},
    };
  };
  const projects = [{ path, arguments: [], assembly: 'App.dll' }];
  const compiler = await UpdateCompiler.start(
    plan,
    { projects, sources: [], documents: [], capabilities: [] },
    options,
    signal,
  );
  open.push(compiler);
  return compiler;
}

const change = (text: string) => [{ path: 'A.cs', text }];

test('changes are compiled one after the other', async () => {
  const compiler = await start();
  assert.deepEqual(compiler.documents, ['A.cs', 'B.razor']);
  const answers = await Promise.all([compiler.compile(change('')), compiler.compile(change(''))]);
  assert.deepEqual(answers, [
    { kind: 'no change', id: 1 },
    { kind: 'no change', id: 2 },
  ]);
});

test('projects can be loaded again, with other sources', async () => {
  const compiler = await start();
  const projects = [{ path: 'C.cs', arguments: [], assembly: 'App.dll' }];
  assert.deepEqual(await compiler.load(projects), ['C.cs']);
  assert.deepEqual(compiler.documents, ['C.cs']);
});

test('large updates arrive whole', async () => {
  const compiler = await start();
  const answer = await compiler.compile(change('large'));
  assert.ok(answer.kind === 'updates');
  assert.equal(answer.updates[0]?.metadataDelta.length, 3_000_000);
});

test('projects that cannot be loaded fail with the first line of the reason', async () => {
  await assert.rejects(start('unknown.csproj'), /No such project\. Restart the session/);
});

test('a program that ends while it loads fails with what it wrote', async () => {
  await assert.rejects(start('crash.csproj'), /It crashed\./);
});

test('a launch that ends while projects are loaded ends the program', async () => {
  const ending = new AbortController();
  const starting = start('slow.csproj', ending.signal);
  const refused = assert.rejects(starting, { code: 'HotReloadUnavailable' });
  ending.abort();
  await refused;
  assert.equal(existsSync(dirname(lastAddress)), false);
});

test('a program that ends later fails what is under way and what comes after', async () => {
  const compiler = await start();
  await assert.rejects(compiler.compile(change('exit')), { code: 'HotReloadUnavailable' });
  await compiler.ended;
  await assert.rejects(compiler.compile(change('')), { code: 'HotReloadUnavailable' });
});

test('nothing is left when it is closed', async () => {
  const compiler = await start();
  open.length = 0;
  await compiler.close();
  await compiler.ended;
  assert.equal(existsSync(dirname(lastAddress)), false);
});
