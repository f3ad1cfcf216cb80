import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { createClient } from '../../../tools/fixtures/dotnet/blazorProjects.ts';
import { replaceIn } from '../../../tools/fixtures/replaceIn.ts';
import { builtSuite, networkSettings, packagedExtension } from '../../../tools/editor/built.ts';
import type { RandomTask } from '../suites/random/task.ts';
import { runSuiteTests } from '../../../tools/editor/suiteTests.ts';

/** How long the editor's start, a build and the repeated runs may take, in milliseconds. */
const startAndEnd = 1_000_000;
const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');

/** Options of a run; failures name the seed. */
interface RandomSuiteOptions extends Pick<RandomTask, 'seed' | 'kept'> {
  /** The duration of the run with the seed. */
  readonly minutes: number;
}

/** Debugs a Blazor client at random for some minutes, after repeating other runs. */
export async function runRandomSuite(
  context: TestContext,
  { kept, minutes, seed }: RandomSuiteOptions,
): Promise<void> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'editor-random-')));
  afterTest(context, () => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  const workspace = join(folder, 'workspace');
  await makeClient(join(workspace, 'BlazorApp'));
  const milliseconds = minutes * 60_000;
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

/** Creates a client with the page /walk, on which the actions run. */
async function makeClient(client: string): Promise<void> {
  await createClient(client);
  await cp(join(fixtures, 'walk'), client, { recursive: true });
  await replaceIn(
    join(client, 'wwwroot', 'index.html'),
    '<div id="app">',
    '<script src="walk.js"></script>\n    <div id="app">',
  );
}
