// The properties of all tests with other inputs. PROPERTY_SEED repeats a run.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findTestFiles } from '../../scripts/test/testFiles.ts';
import { projectFolder } from '../../scripts/setup/node.mjs';
import { randomSeed } from './randomSeed.ts';

const rounds = 5;
const first = randomSeed('PROPERTY_SEED');

const files = findTestFiles().required.filter((file) =>
  readFileSync(join(projectFolder, file), 'utf8').includes("/property.ts'"),
);

for (let seed = first; seed < first + rounds; seed++) {
  test(`properties hold for random inputs, PROPERTY_SEED=${seed}`, { timeout: 1_800_000 }, () => {
    assert.ok(files.length > 15, `There are only ${files.length} files.`);
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
    const { status, stdout } = spawnSync(process.execPath, ['--test', ...files], {
      cwd: projectFolder,
      env: { ...environment, PROPERTY_SEED: String(seed) },
      encoding: 'utf8',
      maxBuffer: Infinity,
    });
    assert.equal(status, 0, stdout);
  });
}
