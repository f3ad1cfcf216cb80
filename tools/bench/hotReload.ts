// A saved change of a stock Blazor client: the time until it runs in a page that is debugged, next to
// `dotnet watch` without a debugger.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagedExtension } from '../editor/built.ts';
import { runSuite } from '../editor/editor.ts';
import { createClient } from '../fixtures/dotnet/blazorProjects.ts';
import { bundleSuite } from './support/bundledSuite.ts';
import { addCounterProfile } from './support/counterProfile.ts';
import { build } from './firstStop/devServer.ts';
import { counterSource, noteHeadings } from './hotReload/page.ts';
import type { EditTimes, HotReloadTask } from './hotReload/task.ts';
import { measureWatched } from './hotReload/watched.ts';
import { quantile, ratioAtMost, type Result, result } from './support/results.ts';

/** The first of these starts what compiles changes. */
const edits = 8;

/** Measures edits of two clients, one after the other. */
export async function measureHotReload(): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'hot-reload-'));
  try {
    const watched = await measureWatched(await makeClient(join(folder, 'watched')), edits);
    const ours = await measureOurs(await makeClient(join(folder, 'ours')), folder);
    const row = (to: string, which: string, pick: (times: readonly number[]) => number) => {
      const times = to === 'the page' ? ours.shown : ours.stopped;
      const limit = ratioAtMost(which === 'first edit' ? 2 : 1.5);
      const name = `${which}, from save to ${to}, next to \`dotnet watch\` without a debugger to the page`;
      return result(name, pick(times), pick(watched), limit);
    };
    const first = (times: readonly number[]): number => times[0] ?? Number.NaN;
    const later = (times: readonly number[]): number => quantile(times.slice(1), 0.5);
    return ['the page', 'the stack at a breakpoint in the changed method'].flatMap((to) => [
      row(to, 'first edit', first),
      row(to, 'later edits, p50', later),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Creates and builds a client from the template. */
async function makeClient(parent: string): Promise<string> {
  const client = join(parent, 'BlazorApp');
  await createClient(client);
  await noteHeadings(client);
  await addCounterProfile(client);
  await build(join(client, 'BlazorApp.csproj'));
  return client;
}

async function measureOurs(client: string, folder: string): Promise<EditTimes> {
  const task: HotReloadTask = {
    project: join(client, 'BlazorApp.csproj'),
    source: counterSource(client),
    edits,
    results: join(folder, 'results.json'),
  };
  const taskFile = join(folder, 'task.json');
  await writeFile(taskFile, JSON.stringify(task));
  const exitCode = await runSuite({
    packages: [packagedExtension],
    workspace: client,
    suite: await bundleSuite('hotReload', folder),
    environment: { HOT_RELOAD_TASK: taskFile },
    timeoutMilliseconds: 1_200_000,
  });
  if (exitCode !== 0) throw new Error('The suite failed.');
  return JSON.parse(await readFile(task.results, 'utf8')) as EditTimes;
}
