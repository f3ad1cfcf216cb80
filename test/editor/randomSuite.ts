import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { afterTest } from '../support/afterTest.ts';
import { createClient } from '../support/blazorProjects.ts';
import { replaceIn } from '../support/replaceIn.ts';
import { builtSuite, networkSettings, packagedExtension } from './built.ts';
import type { KeptSeed, RandomTask } from './suites/random/task.ts';
import { runSuiteTests } from './suiteTests.ts';

/** How long the editor's start, a build and the runs with kept seeds may take, in milliseconds. */
const startAndEnd = 1_000_000;
const fixtures = join(import.meta.dirname, '..', 'fixtures');
const keptSeeds = join(import.meta.dirname, 'fixtures', 'randomSeeds.json');

/**
 * Debugs a Blazor client at random for so many minutes, after the runs that have failed before. The seed is
 * RANDOM_SEED or another one each time, and is printed.
 */
export async function runRandomSuite(context: TestContext, minutes: number): Promise<void> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'editor-random-')));
  afterTest(context, () => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  const workspace = join(folder, 'workspace');
  await makeClient(join(workspace, 'BlazorApp'));
  const seed = Number(process.env['RANDOM_SEED'] ?? Date.now() % 1_000_000);
  console.log(`The actions come from RANDOM_SEED=${seed}.`);
  const milliseconds = minutes * 60_000;
  const kept = JSON.parse(await readFile(keptSeeds, 'utf8')) as KeptSeed[];
  const task: RandomTask = { seed, milliseconds, kept };
  const file = join(folder, 'task.json');
  await writeFile(file, JSON.stringify(task));
  await runSuiteTests(context, {
    packages: [packagedExtension],
    workspace,
    settings: networkSettings,
    suite: builtSuite('random'),
    environment: { RANDOM_TASK: file },
    timeoutMilliseconds: milliseconds + startAndEnd,
  });
}

/** A client with the page /walk, where actions take place. */
async function makeClient(client: string): Promise<void> {
  await createClient(client);
  await cp(join(fixtures, 'walk'), client, { recursive: true });
  await replaceIn(
    join(client, 'wwwroot', 'index.html'),
    '<div id="app">',
    '<script src="walk.js"></script>\n    <div id="app">',
  );
}
