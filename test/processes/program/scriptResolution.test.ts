// Scripts that the runtime finds by a name that is not a file.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { ProgramLaunchPlan } from '../../../src/launch/launchPlan.ts';
import { planLaunch } from '../../../src/launch/table.ts';
import { ownEnvironment, runCommand } from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const files = {
  'plain.js': 'process.exit(11);',
  'shop.test.js': 'process.exit(12);',
  'folder/index.js': 'process.exit(13);',
  'package/package.json': '{ "main": "lib/start" }',
  'package/lib/start.js': 'process.exit(14);',
  'module.mjs': 'process.exit(15);',
  'data.json': '{}',
};

const scripts = [
  'plain',
  'plain.js',
  'shop.test',
  'folder',
  'package',
  'module',
  'data',
  'missing',
];

for (const script of scripts) {
  test(
    `the script ${script} ends as with node ${script}`,
    { timeout: 240_000 },
    async (context) => {
      const workspace = await temporaryFolder(context);
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(workspace, name)), { recursive: true });
        await writeFile(join(workspace, name), text);
      }
      const { program } = planLaunch(
        { launchConfiguration: { type: 'node', script_path: script }, env: [] },
        { workspace, environment: ownEnvironment, platform: process.platform },
      ) as ProgramLaunchPlan;
      const run = runCommand(context, process.execPath, program.args, program);
      await run.over();
      const { status } = spawnSync(process.execPath, [script], { cwd: workspace });
      if (script === 'missing') assert.equal(run.error?.code, 'ProgramNotFound');
      else assert.equal(run.exitCode, status);
    },
  );
}
