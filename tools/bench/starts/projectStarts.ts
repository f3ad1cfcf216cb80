import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, dirname, join } from 'node:path';
import { Controller } from '../../controller/controller.ts';
import type { Session } from '../../controller/session.ts';
import { DotnetFixture } from '../../fixtures/dotnet/dotnetFixture.ts';
import { startBuiltHost } from '../support/builtHost.ts';
import { count, writePrograms } from './programs.ts';
import { atMostLater, quantile, ratioAtMost, type Result, result } from '../support/results.ts';

/** How often the up-to-date project is started in each way. */
const rounds = 20;
/** How much later than by hand a start may be, in milliseconds. */
const overhead = 150;
/** How long concurrent starts may take, compared with a build and starts by hand. */
const share = 1.3;
/** The timeout of a start, in milliseconds. */
const patience = 600_000;

/** How long projects take from the request to their output, compared with running them by hand. */
export async function measureProjectStarts(): Promise<Result[]> {
  const fixture = await DotnetFixture.make();
  try {
    // The first run is not counted, since caches are cold.
    await fixture.run('--version');
    const together = await startTogether(fixture, await writePrograms(fixture, 'together'));
    const projects = await writePrograms(fixture, 'by-hand');
    const byHand = await getTime(async () => {
      await fixture.run('build', fixture.path('by-hand', 'All.slnx'), '-nologo');
      await Promise.all(projects.map((project) => runByHand(fixture, project)));
    });
    return [
      await measureUpToDate(fixture, projects[0] ?? ''),
      result(
        `${count} new .NET projects together, next to a build and starts by hand`,
        together,
        byHand,
        ratioAtMost(share),
      ),
    ];
  } finally {
    await fixture.remove();
  }
}

/** The medians from a request to the first line of a built project, and from its start by hand. */
async function measureUpToDate(fixture: DotnetFixture, project: string): Promise<Result> {
  const ours: number[] = [];
  const bare: number[] = [];
  await withController(fixture, async (controller) => {
    // The host has not determined yet that the project is up to date.
    await runSession(controller, project);
    for (let round = 0; round < rounds; round++) {
      ours.push(await runSession(controller, project));
      bare.push(await runByHand(fixture, project));
    }
  });
  return result(
    'up-to-date .NET project, from request to first line, p50',
    quantile(ours, 0.5),
    quantile(bare, 0.5),
    atMostLater(overhead),
  );
}

function startTogether(fixture: DotnetFixture, projects: readonly string[]): Promise<number> {
  return withController(fixture, (controller) =>
    getTime(async () => {
      await Promise.all(projects.map((project) => runSession(controller, project)));
    }),
  );
}

async function withController<T>(
  { environment, folder }: DotnetFixture,
  work: (controller: Controller) => Promise<T>,
): Promise<T> {
  const host = await startBuiltHost(folder, environment);
  try {
    const controller = Controller.fromEnvironment(host.variables);
    await controller.connect();
    const outcome = await work(controller);
    controller.assertClean();
    await controller.disconnect();
    return outcome;
  } finally {
    await host.end();
  }
}

/** Runs a project to its end, and returns the time to its first line, in milliseconds. */
async function runSession(controller: Controller, project_path: string): Promise<number> {
  let session: Session | undefined;
  const took = await getTime(async () => {
    session = await controller.runSession({
      launch_configurations: [{ type: 'project', project_path, mode: 'NoDebug' }],
    });
    await session.waitFor(({ stdout }) => stdout === 'hello\n', patience, 'the first line');
  });
  await session?.terminatedWithin();
  return took;
}

/** Runs a built program to its end, and returns the time to its first line, in milliseconds. */
async function runByHand({ environment: env }: DotnetFixture, project: string): Promise<number> {
  const name = basename(project, '.csproj');
  const cwd = dirname(project);
  const child = spawn(join(cwd, 'bin', 'Debug', 'net10.0', name), {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const took = await getTime(async () => {
    await once(child.stdout, 'data');
  });
  await exit;
  return took;
}

async function getTime(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
