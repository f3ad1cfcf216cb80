// From F5 to the first stop in C#, compared with the same browser, server and debug proxy started
// by hand.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../setup/executables.mjs';
import { packagedExtension } from '../editor/built.ts';
import { runSuite } from '../editor/editor.ts';
import { createClient } from '../fixtures/dotnet/blazorProjects.ts';
import { bundleSuite } from './support/bundledSuite.ts';
import type { Round, Task } from './firstStop/suite.ts';
import { quantile, ratioAtMost, type Result, result } from './support/results.ts';

const rounds = 5;
const maxRatio = 1.2;
const devServer = 'Microsoft.AspNetCore.Components.WebAssembly.DevServer';

/** Prints the phases, and returns the median times to the first stop. */
export async function measureFirstStop(): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'first-stop-'));
  try {
    const all = await measure(folder);
    // The first round of each kind warms the caches.
    const warm = all.slice(2);
    for (const kind of ['by hand', 'ours'] as const) printPhases(kind, warm);
    const median = (kind: Round['kind']): number =>
      quantile(
        warm.filter((round) => round.kind === kind).map(({ total }) => total),
        0.5,
      );
    const name = 'from F5 to the first stop in C#, next to the same by hand, p50';
    return [result(name, median('ours'), median('by hand'), ratioAtMost(maxRatio))];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function measure(folder: string): Promise<Round[]> {
  const app = join(folder, 'BlazorApp');
  await createClient(app);
  const project = join(app, 'BlazorApp.csproj');
  const task: Task = {
    plan: {
      project,
      devServer: await findDevServer(project),
      assembly: join(app, 'bin/Debug/net10.0/BlazorApp.dll'),
      browser: findBrowser() ?? '',
      flags: ['--headless', '--no-sandbox', '--disable-gpu'],
    },
    source: join(app, 'Program.cs'),
    line: 5,
    rounds: rounds + 1,
    results: join(folder, 'results.json'),
  };
  const taskFile = join(folder, 'task.json');
  await writeFile(taskFile, JSON.stringify(task));
  const exitCode = await runSuite({
    packages: [packagedExtension],
    workspace: app,
    suite: await bundleSuite('firstStop', folder),
    environment: { FIRST_STOP_TASK: taskFile },
    timeoutMilliseconds: 1_200_000,
  });
  if (exitCode !== 0) throw new Error('The suite failed.');
  return JSON.parse(await readFile(task.results, 'utf8')) as Round[];
}

/** The assembly of the dev server that a client references. */
export async function findDevServer(project: string): Promise<string> {
  const reference = new RegExp(`Include="${devServer}" Version="([^"]+)"`);
  const [, version] = reference.exec(await readFile(project, 'utf8')) ?? [];
  if (version === undefined) throw new Error(`${project} references no ${devServer}.`);
  const packages = process.env['NUGET_PACKAGES'] ?? join(homedir(), '.nuget/packages');
  return join(packages, devServer.toLowerCase(), version, 'tools/blazor-devserver.dll');
}

function printPhases(kind: Round['kind'], all: readonly Round[]): void {
  const own = all.filter((round) => round.kind === kind);
  const names = new Set(own.flatMap(({ phases }) => Object.keys(phases)));
  const times = [...names].map((name) => {
    const values = own.flatMap(({ phases }) => phases[name] ?? []);
    return `${name} ${quantile(values, 0.5).toFixed(0)} ms`;
  });
  console.log(`F5 to the first stop, ${kind}: ${times.join(', ')}`);
}
