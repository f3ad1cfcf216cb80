// Starts projects by the headless host and by `dotnet run`, and compares what became of them.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { TestContext } from 'node:test';
import type { Controller } from '../controller/controller.ts';
import { startCli } from '../support/cli.ts';
import { DotnetRoom } from '../support/dotnet.ts';
import {
  type MatrixProject,
  type MatrixStart,
  matrixChanges,
  matrixStarts,
  writeMatrixProject,
} from './runMatrix.ts';

/** How long all starts may take, in milliseconds. */
const patience = 1_800_000;

interface Ran {
  readonly told: readonly string[];
  readonly exitCode: number | undefined;
}

/** Compares the first starts of projects, and those after each a change of its own. */
export async function compareWithDotnetRun(
  context: TestContext,
  projects: readonly MatrixProject[],
): Promise<void> {
  const room = await DotnetRoom.of(context);
  room.environment['INHERITED'] = 'from the host';
  for (const project of projects) await writeMatrixProject(room, project);
  const cli = await startCli(context, ['serve', '--json', '--workspace', room.folder], {
    environment: room.environment,
  });
  const controller = await cli.controller();
  await compareAll(context, room, controller, projects, 'first');
  const changes = Object.keys(matrixChanges);
  const changed = projects.map((project, index) => ({
    project,
    change: changes[index % changes.length] ?? 'nothing',
  }));
  for (const { change, project } of changed) await matrixChanges[change]?.(room, project);
  await compareAll(
    context,
    room,
    controller,
    projects,
    'second',
    changed.map((one) => one.change),
  );
  controller.assertClean();
  assert.equal((await cli.end()).code, 0);
}

async function compareAll(
  context: TestContext,
  room: DotnetRoom,
  controller: Controller,
  projects: readonly MatrixProject[],
  which: string,
  changes: readonly string[] = [],
): Promise<void> {
  // What is asked for at once is built by one run.
  const ours = await Promise.all(projects.map((project) => byHost(controller, project)));
  for (const [index, project] of projects.entries()) {
    const change = changes[index];
    const title = `${project.name}, ${which} start${change === undefined ? '' : ` after a change of ${change}`}`;
    await context.test(title, async () => {
      for (const start of startsOf(project)) {
        assert.deepEqual(ours[index]?.get(start), await byDotnetRun(room, project, start), start);
      }
    });
  }
}

/** Beside arguments of its own `dotnet run` leaves out those of the profile, which README tells of. */
function startsOf({ hasArguments = false }: MatrixProject): readonly MatrixStart[] {
  return matrixStarts.filter((start) => !(hasArguments && start === 'with arguments'));
}

async function byHost(
  controller: Controller,
  project: MatrixProject,
): Promise<ReadonlyMap<MatrixStart, Ran>> {
  const { name } = project;
  const runs = startsOf(project).map(async (start): Promise<[MatrixStart, Ran]> => {
    const profile =
      start === 'without a profile' ? { disable_launch_profile: true } : { launch_profile: start };
    const session = await controller.runSession({
      launch_configurations: [
        { type: 'project', mode: 'NoDebug', project_path: `${name}/${name}.csproj`, ...profile },
      ],
    });
    const { exitCode } = await session.terminatedWithin(patience);
    return [start, { told: toldIn(session.stdout, session.stderr), exitCode }];
  });
  return new Map(await Promise.all(runs));
}

function byDotnetRun(room: DotnetRoom, { name }: MatrixProject, start: MatrixStart): Promise<Ran> {
  const profile =
    start === 'without a profile' ? ['--no-launch-profile'] : ['--launch-profile', start];
  return new Promise((resolve) => {
    const options = { cwd: room.path(name), env: room.environment };
    const child = execFile('dotnet', ['run', ...profile], options, (_error, stdout, stderr) => {
      resolve({ told: toldIn(stdout, stderr), exitCode: child.exitCode ?? undefined });
    });
  });
}

/** What a program told of itself, beside what builds write. */
function toldIn(stdout: string, stderr: string): readonly string[] {
  const told = stdout.split(/\r?\n/).filter((line) => /^[\w ]+\|/.test(line));
  assert.ok(told.length > 0, `The program did not run: ${stdout}${stderr}`);
  return told;
}
