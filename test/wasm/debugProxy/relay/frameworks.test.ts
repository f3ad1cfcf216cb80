// C# in clients of each target framework that is supported.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { packageFolderOf } from '../../../../src/wasm/debugProxy/debugHost.ts';
import { readAgentReply } from '../../../../src/wasm/debugProxy/relay/cdp/agentCommands.ts';
import type { FindAssembly } from '../../../../src/wasm/debugProxy/relay/handlers/assemblyBytes.ts';
import { findOrRestoreDebugHost } from '../../../../src/wasm/debugProxy/restoredDebugHost.ts';
import { assembliesOfPack } from '../../../../src/wasm/debugProxy/runtimePack.ts';
import type { ProjectFacts } from '../../../../src/dotnet/evaluate/projectFacts.ts';
import { Projects } from '../../../../src/dotnet/evaluate/projects.ts';
import { afterTest } from '../../../support/afterTest.ts';
import { createClient } from '../../../support/blazorProjects.ts';
import { DotnetRoom } from '../../../support/dotnet.ts';
import { retargetToNet11 } from '../../../support/net11.ts';
import { startStaticServer } from '../../../support/staticServer.ts';
import { layOutWebRoot } from '../../../support/staticWebAssets.ts';
import { PageSession } from './pageSession.ts';

const limit = { timeout: 400_000 };

for (const framework of ['net8.0', 'net9.0', 'net10.0', 'net11.0'] as const) {
  test(
    `C# in a client for ${framework} stops at its start and at a click`,
    limit,
    async (context) => {
      const room = await DotnetRoom.of(context);
      const folder = room.path('BlazorApp');
      if (framework === 'net10.0' || framework === 'net11.0') await createClient(folder);
      else await createClient(folder, framework);
      if (framework === 'net11.0') {
        await retargetToNet11(folder, (...args) => room.run(...args));
      }
      await room.run('build', folder);
      const client = await factsOf(folder, room, context);
      assert.equal(client.targetFramework, framework);
      await layOutWebRoot(client.targetPath, room.path('served'));
      const server = await startStaticServer(room.path('served'));
      afterTest(context, () => server.close());

      const host = await findOrRestoreDebugHost(client, room.dotnet);
      const pack = assembliesOfPack(
        packageFolderOf(client, room.dotnet.launchContext),
        client.runtimeVersion,
      );
      const found = new Set<string>();
      const findAssembly: FindAssembly = async (name) => {
        const file = await pack(name);
        if (file !== undefined) found.add(name);
        return file;
      };
      const page = await PageSession.open(context, { host, findAssembly });
      await page.breakAt('Program.cs', 5);
      await page.breakAt('Calc.cs', 5);
      const startup = page.paused();
      await page.send('Page.navigate', { url: server.url });
      assert.equal(await startup, 'Program.Main');
      const clicked = page.paused();
      await page.send('Debugger.resume');
      await page.press('inc');
      assert.equal(await clicked, 'Calc.Add');
      await page.send('Debugger.resume');
      await assertSameBytes(page);
      assert.ok(found.has('System.Private.CoreLib'));
    },
  );
}

async function factsOf(
  folder: string,
  room: DotnetRoom,
  context: TestContext,
): Promise<ProjectFacts> {
  const projects = new Projects(room.dotnet);
  afterTest(context, () => projects.dispose());
  return projects.facts(folder);
}

/** Compares what the relay answers for the bytes of the core library with what the page itself does. */
async function assertSameBytes(page: PageSession): Promise<void> {
  const name = 'System.Private.CoreLib.dll';
  const parameters = Buffer.concat([Buffer.from([0, 0, 0, name.length]), Buffer.from(name)]);
  const call = `(${2 ** 30}, 1, 20, '${parameters.toString('base64')}')`;
  const agent = 'getDotnetRuntime(0).INTERNAL';
  const own = await replyTo(page, `${agent}.mono_wasm_send_dbg_command${call}`);
  const real = await replyTo(page, `${agent}['mono_wasm_send_dbg_command']${call}`);
  assert.ok(own.length > 1_000_000);
  assert.ok(own.equals(real));
}

async function replyTo(page: PageSession, expression: string): Promise<Buffer> {
  const answer = await page.send('Runtime.evaluate', { expression, returnByValue: true });
  return readAgentReply(answer) ?? Buffer.alloc(0);
}
