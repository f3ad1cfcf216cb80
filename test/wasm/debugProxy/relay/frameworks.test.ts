// C# in clients of each target framework that is supported, but for net10.0, which all other tests have.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { findOrRestoreDebugHost } from '../../../../src/wasm/debugProxy/restoredDebugHost.ts';
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

for (const framework of ['net8.0', 'net9.0', 'net11.0'] as const) {
  test(
    `C# in a client for ${framework} stops at its start and at a click`,
    limit,
    async (context) => {
      const room = await DotnetRoom.of(context);
      const folder = room.path('BlazorApp');
      if (framework === 'net11.0') {
        await createClient(folder);
        await retargetToNet11(folder, (...args) => room.run(...args));
      } else {
        await createClient(folder, framework);
      }
      await room.run('build', folder);
      const client = await factsOf(folder, room, context);
      assert.equal(client.targetFramework, framework);
      await layOutWebRoot(client.targetPath, room.path('served'));
      const server = await startStaticServer(room.path('served'));
      afterTest(context, () => server.close());

      const host = await findOrRestoreDebugHost(client, room.dotnet);
      const page = await PageSession.open(context, { host });
      await page.breakAt('Program.cs', 5);
      await page.breakAt('Calc.cs', 5);
      const startup = page.paused();
      await page.send('Page.navigate', { url: server.url });
      assert.equal(await startup, 'Program.Main');
      const clicked = page.paused();
      await page.send('Debugger.resume');
      await page.press('inc');
      assert.equal(await clicked, 'Calc.Add');
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
