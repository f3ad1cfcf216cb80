// How a controller receives unfinished lines, with the real clock.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCli } from '../../tools/fixtures/processes/cli.ts';

/** Shows progress, prompts and waits. */
const program = `process.stderr.write('\\r10%');
setTimeout(() => process.stderr.write('\\r20%'), 100);
process.stdout.write('Name? ');
setInterval(() => {}, 1000);`;

test(
  'a prompt and progress reach the controller while the program waits',
  { timeout: 240_000 },
  async (context) => {
    const cli = await startCli(context, ['serve', '--json']);
    const script = join(cli.folder, 'app.js');
    await writeFile(script, program);
    const controller = await cli.controller();
    const session = await controller.runSession({
      launch_configurations: [{ type: 'node', mode: 'NoDebug', script_path: script }],
    });
    await session.waitFor(({ stderr, stdout }) => stderr.includes('20%') && stdout !== '');
    assert.equal(session.stdout, 'Name? \n');
    assert.equal(session.stderr, '10%\n20%\n');
    await controller.stopSession(session.id);
    controller.assertClean();
    assert.equal((await cli.end()).code, 0);
  },
);
