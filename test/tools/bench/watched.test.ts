import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { measureWatched } from '../../../tools/bench/hotReload/watched.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';

test('the measurement of dotnet watch fails when that ends by itself', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'watched-'));
  afterTest(context, () => rm(folder, { recursive: true, force: true }));
  const dotnet = join(folder, 'dotnet');
  await writeFile(dotnet, '#!/bin/sh\nexit 3\n');
  await chmod(dotnet, 0o755);
  const { PATH = '' } = process.env;
  afterTest(context, () => (process.env['PATH'] = PATH));
  process.env['PATH'] = `${folder}${delimiter}${PATH}`;
  await assert.rejects(measureWatched(folder, 1), /ended/);
});
