// From F5 to the first stop in C#, next to the same browser, server and debug proxy started by hand.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { findBrowser } from '../../scripts/setup/executables.mjs';
import { projectFolder } from '../../scripts/setup/node.mjs';
import { packagedExtension } from '../editor/built.ts';
import { runSuite } from '../editor/harness/editor.ts';
import type { Round, Task } from './firstStop/suite.ts';
import { quantile, ratioAtMost, type Result, result } from './results.ts';

const rounds = 5;
const mostRatio = 1.2;
const devServer =
  'microsoft.aspnetcore.components.webassembly.devserver/10.0.12/tools/blazor-devserver.dll';
const fixture = join(projectFolder, 'test', 'fixtures', 'BlazorApp');

/** Prints what each phase takes, and returns the times to the first stop: the medians. */
export async function measureFirstStop(): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'first-stop-'));
  try {
    const all = await measure(folder);
    // The first round of each kind pays for cold caches.
    const warm = all.slice(2);
    for (const kind of ['by hand', 'ours'] as const) printPhases(kind, warm);
    const median = (kind: Round['kind']): number =>
      quantile(
        warm.filter((round) => round.kind === kind).map(({ total }) => total),
        0.5,
      );
    const name = 'from F5 to the first stop in C#, next to the same by hand, p50';
    return [result(name, median('ours'), median('by hand'), ratioAtMost(mostRatio))];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function measure(folder: string): Promise<Round[]> {
  const app = join(folder, 'BlazorApp');
  const isSource = (path: string): boolean => !/[\\/](bin|obj)([\\/]|$)/.test(path);
  await cp(fixture, app, { recursive: true, filter: isSource });
  const task: Task = {
    plan: {
      project: join(app, 'BlazorApp.csproj'),
      devServer: join(
        process.env['NUGET_PACKAGES'] ?? join(homedir(), '.nuget/packages'),
        devServer,
      ),
      assembly: join(app, 'bin/Debug/net10.0/BlazorApp.dll'),
      browser: findBrowser() ?? '',
      flags: ['--headless', '--no-sandbox', '--disable-gpu'],
    },
    source: join(app, 'Program.cs'),
    line: 4,
    rounds: rounds + 1,
    results: join(folder, 'results.json'),
  };
  const taskFile = join(folder, 'task.json');
  await writeFile(taskFile, JSON.stringify(task));
  const suite = join(folder, 'suite.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'firstStop', 'suite.ts')],
    outfile: suite,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const exitCode = await runSuite({
    packages: [packagedExtension],
    workspace: app,
    suite,
    environment: { FIRST_STOP_TASK: taskFile },
    timeoutMilliseconds: 300_000,
  });
  if (exitCode !== 0) throw new Error('The suite failed.');
  return JSON.parse(await readFile(task.results, 'utf8')) as Round[];
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
