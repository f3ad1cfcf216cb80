// C# in clients of each supported target framework.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { getPackageFolder } from '../../../../src/wasm/debugProxy/debugHost.ts';
import type { LaunchContext } from '../../../../src/launch/launchPlan.ts';
import { readAgentReply } from '../../../../src/wasm/debugProxy/relay/cdp/agentCommands.ts';
import { AgentWriter } from '../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import { readMetadata } from '../../../../src/wasm/metadata/assemblyMetadata.ts';
import type { FindAssembly } from '../../../../src/wasm/debugProxy/relay/handlers/assemblyBytes.ts';
import {
  findImportCalls,
  isRuntimeScript,
} from '../../../../src/wasm/debugProxy/relay/importCalls.ts';
import { findOrRestoreDebugHost } from '../../../../src/wasm/debugProxy/restoredDebugHost.ts';
import { createPackFinder } from '../../../../src/wasm/debugProxy/runtimePack.ts';
import type { ProjectFacts } from '../../../../src/dotnet/evaluate/projectFacts.ts';
import { Projects } from '../../../../src/dotnet/evaluate/projects.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { createClient } from '../../../../tools/fixtures/dotnet/blazorProjects.ts';
import { DotnetFixture } from '../../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { retargetToNet11 } from '../../../../tools/fixtures/dotnet/net11.ts';
import { startStaticServer } from '../../../../tools/fixtures/web/staticServer.ts';
import { layOutWebRoot } from '../../../../tools/fixtures/dotnet/staticWebAssets.ts';
import { addExceptions, exceptionCases, ExceptionPage } from './exceptionPage.ts';
import { PageSession } from './pageSession.ts';

const limit = { timeout: 400_000 };

for (const framework of ['net8.0', 'net9.0', 'net10.0', 'net11.0'] as const) {
  test(
    `a client for ${framework} stops at C# breakpoints at its start and at a click, evaluates there, and stops at exceptions`,
    limit,
    async (context) => {
      const fixture = await DotnetFixture.of(context);
      const folder = fixture.path('BlazorApp');
      if (framework === 'net10.0' || framework === 'net11.0') await createClient(folder);
      else await createClient(folder, framework);
      if (framework === 'net11.0') {
        await retargetToNet11(folder, (...args) => fixture.run(...args));
      }
      await addExceptions(folder);
      await fixture.run('build', folder);
      const client = await factsOf(folder, fixture, context);
      assert.equal(client.targetFramework, framework);
      await layOutWebRoot(client.targetPath, fixture.path('served'));
      const server = await startStaticServer(fixture.path('served'));
      afterTest(context, () => server.close());

      const host = await findOrRestoreDebugHost(client, fixture.dotnet);
      const disk = new Disk(client, fixture.dotnet.launchContext);
      const page = await PageSession.open(context, { host, findAssembly: disk.find });
      await page.send('Debugger.setPauseOnExceptions', { state: 'all' });
      await page.breakAt('Program.cs', 5);
      await page.breakAt('Calc.cs', 5);
      const startup = page.paused();
      const runtime = page.event('Debugger.scriptParsed', ({ url = '' }) =>
        isRuntimeScript({ url }),
      );
      await page.send('Page.navigate', { url: server.url });
      assert.equal(await startup, 'Program.Main');
      const clicked = page.event('Debugger.paused');
      await page.send('Debugger.resume');
      await page.press('inc');
      const [frame] = (await clicked).callFrames ?? [];
      assert.equal(frame?.functionName, 'Calc.Add');
      await assertEvaluates(page, frame?.callFrameId);
      await page.send('Debugger.resume');
      await assertExceptions(page);
      await assertBytesFromDisk(page, disk);
      const { scriptId = '' } = await runtime;
      assert.equal((await findImportCalls(scriptId, page)).length, 2);
    },
  );
}

/** Expressions at the stop in Calc.Add, and their values. */
const expressions = [
  ['a + b - b == a', true],
  ['a = 41', 41],
  ['(a + 1).ToString() + "!"', '42!'],
  ['$"{a:D4}"', '0041'],
  ['"x".PadLeft(Math.Max(a, 50)).Length', 50],
  ['typeof(int).Name', 'Int32'],
] as const;

async function assertEvaluates(page: PageSession, callFrameId: string | undefined): Promise<void> {
  for (const [expression, expected] of expressions) {
    const answer = await page.send('Debugger.evaluateOnCallFrame', { callFrameId, expression });
    const { result } = answer as { result: { value?: unknown; description?: string } };
    assert.equal(result.value ?? result.description, expected, expression);
  }
}

/** Those that depend most on how .NET is built. */
const exceptions = [
  'Rethrown',
  'FilteredOther',
  'AwaitedCaught',
  'InTask',
  'InAsyncIterator',
] as const;

async function assertExceptions(page: PageSession): Promise<void> {
  const thrower = new ExceptionPage(page);
  await thrower.filter('uncaught');
  const wrong: string[] = [];
  for (const name of exceptions) {
    wrong.push(...(await thrower.check(name, exceptionCases[name]?.uncaught ?? [])));
  }
  assert.deepEqual(wrong, []);
  const stop = await thrower.press('bounded');
  assert.match(stop?.description ?? '', /\(handled by the error boundary ErrorBoundary\)/);
}

async function factsOf(
  folder: string,
  fixture: DotnetFixture,
  context: TestContext,
): Promise<ProjectFacts> {
  const projects = new Projects(fixture.dotnet);
  afterTest(context, () => projects.dispose());
  return projects.facts(folder);
}

/** A client's runtime pack, whose files can be changed on their way to the relay. */
class Disk {
  /** Whether to change the last byte of the metadata. */
  isChanged = false;
  readonly #pack: FindAssembly;

  constructor(client: ProjectFacts, context: LaunchContext) {
    this.#pack = createPackFinder(getPackageFolder(client, context), client.runtimeVersion);
  }

  readonly find: FindAssembly = async (name) => {
    const file = await this.#pack(name);
    const metadata = file && readMetadata(file);
    if (metadata !== undefined && this.isChanged) metadata[metadata.length - 1] = 0xff;
    return file;
  };
}

/**
 * Compares the relay's reply for the core library with the page's, and shows that it comes from the
 * disk.
 */
async function assertBytesFromDisk(page: PageSession, disk: Disk): Promise<void> {
  const name = 'System.Private.CoreLib.dll';
  const parameters = new AgentWriter().block(Buffer.from(name)).written().toString('base64');
  const call = `(${2 ** 30}, 1, 20, '${parameters}')`;
  const agent = 'getDotnetRuntime(0).INTERNAL';
  const replyOfRelay = () => replyTo(page, `${agent}.mono_wasm_send_dbg_command${call}`);
  const own = await replyOfRelay();
  const real = await replyTo(page, `${agent}['mono_wasm_send_dbg_command']${call}`);
  assert.ok(own.length > 1_000_000);
  assert.ok(own.equals(real));
  disk.isChanged = true;
  const changed = await replyOfRelay();
  assert.equal(changed[3 + changed.readInt32BE(0)], 0xff);
  assert.ok(!changed.equals(real));
}

async function replyTo(page: PageSession, expression: string): Promise<Buffer> {
  const answer = await page.send('Runtime.evaluate', { expression, returnByValue: true });
  return readAgentReply(answer) ?? Buffer.alloc(0);
}
