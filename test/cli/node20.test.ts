import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { executableOfPackage } from '../../tools/setup/node.mjs';
import { installedTool } from '../../tools/setup/toolCache.mjs';
import { startCli } from '../../tools/fixtures/processes/cli.ts';
import { writeProgram } from '../../tools/fixtures/processes/samplePrograms.ts';

test('the built host runs a session from start to end on Node 20', async (context) => {
  const node = executableOfPackage(join(installedTool('node-20'), 'node_modules'));
  const cli = await startCli(context, ['serve', '--json', '--verbose'], { node });
  // The session gets the same Node, by its path.
  const script_path = await writeProgram(cli.folder, 'version');
  const controller = await cli.controller();
  await controller.info();
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path, runtime_executable: node }],
  });
  assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
  assert.match(session.stdout, /^v20\./);
  const stopped = await controller.runSession({
    launch_configurations: [
      {
        type: 'node',
        script_path: await writeProgram(cli.folder, 'polite'),
        runtime_executable: node,
      },
    ],
  });
  await stopped.waitFor(({ stdout }) => stdout === 'ready\n');
  await controller.stopSession(stopped.id);
  assert.deepEqual(stopped.termination, { exitCode: 0 });
  assert.equal((await cli.end()).code, 0);
  controller.assertClean();
  assert.doesNotMatch(cli.stderr, / (warn|error) |Warning/);
});
