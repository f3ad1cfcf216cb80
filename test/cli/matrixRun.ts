// Starts projects by the headless host and by `dotnet run`, and compares the two.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { TestContext } from 'node:test';
import { chooseProfile } from '../../src/launch/profiles/profileChoice.ts';
import { readLaunchProfiles } from '../../src/launch/profiles/launchProfiles.ts';
import type { Controller } from '../controller/controller.ts';
import { startCli } from '../support/cli.ts';
import { DotnetRoom } from '../support/dotnet.ts';
import {
  type MatrixChange,
  type MatrixProject,
  type MatrixStart,
  matrixChanges,
  matrixStarts,
  startsOf,
  writeMatrixProject,
} from './runMatrix.ts';

/** How long all starts may take, in milliseconds. */
const patience = 1_800_000;

interface Ran {
  /** What the program said of itself. */
  readonly told: readonly string[];
  readonly exitCode: number | undefined;
}

/** A run by the host, and what it says where the program did not run. */
interface HostRan extends Ran {
  readonly stderr: string;
}

/** A project that is started in these ways. */
interface Case {
  readonly project: MatrixProject;
  readonly starts: readonly MatrixStart[];
  /** What happened to it before, for the test's title. */
  readonly after: string;
}

/**
 * Compares the first start of each project in every way, and then a start after each of a number of
 * changes, which every project gets in another order.
 */
export async function compareWithDotnetRun(
  context: TestContext,
  projects: readonly MatrixProject[],
  rounds: number,
): Promise<void> {
  const room = await DotnetRoom.of(context);
  room.environment['INHERITED'] = 'from the host';
  for (const project of projects) await writeMatrixProject(room, project);
  const cli = await startCli(context, ['serve', '--json', '--workspace', room.folder], {
    environment: room.environment,
  });
  const controller = await cli.controller();
  const compare = (cases: readonly Case[]) => compareAll(context, room, controller, cases);
  await compare(projects.map((project) => ({ project, starts: startsOf(project), after: '' })));
  for (let round = 0; round < rounds; round++) {
    const cases = projects.map((project, index) => {
      const change = changeOf(index, round);
      const starts = startsOf(project);
      const start = starts[(index + round) % starts.length] ?? matrixStarts[0];
      return { project, change, starts: [start], after: ` after a change of ${change}` };
    });
    for (const { change, project } of cases) await matrixChanges[change](room, project);
    await compare(cases);
  }
  controller.assertClean();
  assert.equal((await cli.end()).code, 0);
}

function changeOf(index: number, round: number): MatrixChange {
  const names = Object.keys(matrixChanges) as MatrixChange[];
  return names[(index + round) % names.length] ?? 'nothing';
}

async function compareAll(
  context: TestContext,
  room: DotnetRoom,
  controller: Controller,
  cases: readonly Case[],
): Promise<void> {
  // Projects that are requested at once are built by one run.
  const ours = await Promise.all(cases.map((one) => byHost(room, controller, one)));
  for (const [index, { after, project, starts }] of cases.entries()) {
    for (const start of starts) {
      await context.test(`${project.name}, ${start}${after}`, async () => {
        const { stderr, ...ran } = ours[index]?.get(start) ?? assert.fail('It was not started.');
        const expected = await byDotnetRun(room, project, start);
        if (ran.told.length === 0) assert.fail(`The program did not run: ${stderr}`);
        assert.deepEqual(ran, { ...expected, told: withDefaults(expected.told, project) });
      });
    }
  }
}

/** How a launch configuration chooses a launch profile of a project, whose file is at an absolute path. */
async function toProfile(start: MatrixStart, projectFile: string): Promise<object> {
  const disabled = { disable_launch_profile: true };
  if (start === 'without a profile') return disabled;
  if (start !== 'by default') return { launch_profile: start };
  // No controller can ask for the default profile, so it is asked for by the name that it has.
  const profiles = await readLaunchProfiles(projectFile);
  const chosen = chooseProfile(profiles, { kind: 'default' });
  return chosen.kind === 'profile' ? { launch_profile: chosen.profile.name } : disabled;
}

async function byHost(
  room: DotnetRoom,
  controller: Controller,
  { project: { extension = 'csproj', name }, starts }: Case,
): Promise<ReadonlyMap<MatrixStart, HostRan>> {
  const project_path = `${name}/${name}.${extension}`;
  const runs = starts.map(async (start): Promise<[MatrixStart, HostRan]> => {
    const profile = await toProfile(start, room.path(project_path));
    const session = await controller.runSession({
      launch_configurations: [{ type: 'project', mode: 'NoDebug', project_path, ...profile }],
    });
    const { exitCode } = await session.terminatedWithin(patience);
    const { stderr, stdout } = session;
    return [start, { told: toldIn(stdout), exitCode, stderr }];
  });
  return new Map(await Promise.all(runs));
}

function toOptions(start: MatrixStart): readonly string[] {
  if (start === 'by default') return [];
  return start === 'without a profile' ? ['--no-launch-profile'] : ['--launch-profile', start];
}

function byDotnetRun(room: DotnetRoom, { name }: MatrixProject, start: MatrixStart): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const options = { cwd: room.path(name), env: room.environment };
    const child = execFile('dotnet', ['run', ...toOptions(start)], options, (_, stdout, stderr) => {
      const told = toldIn(stdout);
      if (told.length === 0) reject(new Error(`dotnet run failed: ${stdout}${stderr}`));
      else resolve({ told, exitCode: child.exitCode ?? undefined });
    });
  });
}

/** What a program says of itself, without what builds write. */
function toldIn(stdout: string): readonly string[] {
  return stdout.split(/\r?\n/).filter((line) => /^[\w ]+\|/.test(line));
}

/** What `dotnet run` tells, with the variables that only the host sets. */
function withDefaults(
  told: readonly string[],
  { defaults = {} }: MatrixProject,
): readonly string[] {
  const empty = new Map(
    Object.entries(defaults).map(([name, value]) => [`${name}|`, `${name}|${value}`]),
  );
  return told.map((line) => empty.get(line) ?? line);
}
