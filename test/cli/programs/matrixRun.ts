// Starts projects with the headless host and with `dotnet run`, and compares the results.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { TestContext } from 'node:test';
import { chooseProfile } from '../../../src/launch/profiles/profileChoice.ts';
import { readLaunchProfiles } from '../../../src/launch/profiles/launchProfiles.ts';
import type { Controller } from '../../../tools/controller/controller.ts';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { changesOf, matrixChanges, writeMatrixProject } from './matrixChanges.ts';
import { type MatrixProject, type MatrixStart, startsOf } from './runMatrix.ts';

/** How long all starts may take, in milliseconds. */
const patience = 1_800_000;

interface Ran {
  /** The program's own output. */
  readonly told: readonly string[];
  readonly exitCode: number | undefined;
}

/** A run by the host, and its messages if the program did not run. */
interface HostRan extends Ran {
  readonly stderr: string;
}

/** A run by `dotnet run`, and its whole output. */
interface DotnetRan extends Ran {
  readonly output: string;
}

/** A project that is started in these ways. */
interface Case {
  readonly project: MatrixProject;
  readonly starts: readonly MatrixStart[];
  /** What happened to it before, for the test's title. */
  readonly after: string;
}

/** How much of the matrix is run. */
export interface MatrixExtent {
  /** In how many ways each project is started before it changes; in all of them if not given. */
  readonly firstStarts?: number;
  /** How many changes each project gets. */
  readonly changes: number;
  /**
   * In how many ways each project is started after each change; the same ones for all its changes.
   */
  readonly startsAfterChange: number;
}

/**
 * Compares the first starts of each project, and the starts after a number of changes,
 * which every project gets in a different order.
 */
export async function compareWithDotnetRun(
  context: TestContext,
  projects: readonly MatrixProject[],
  extent: MatrixExtent,
): Promise<void> {
  const fixture = await DotnetFixture.of(context);
  fixture.environment['INHERITED'] = 'from the host';
  for (const project of projects) await writeMatrixProject(fixture, project);
  const cli = await startCli(context, ['serve', '--json', '--workspace', fixture.folder], {
    environment: fixture.environment,
  });
  const controller = await cli.controller();
  const compare = (cases: readonly Case[]) => compareAll(context, fixture, controller, cases);
  await compare(
    projects.map((project, index) => {
      const starts = someStarts(project, index, extent.firstStarts);
      return { project, starts, after: '' };
    }),
  );
  for (let round = 0; round < extent.changes; round++) {
    const cases = projects.flatMap((project, index) => {
      const change = rotate(changesOf(project), index)[round];
      if (change === undefined) return [];
      const starts = startsAfterChange(project, index, extent);
      return [{ project, change, starts, after: ` after a change of ${change}` }];
    });
    for (const { change, project } of cases) await matrixChanges[change](fixture, project);
    await compare(cases);
  }
  controller.assertClean();
  assert.equal((await cli.end()).code, 0);
}

/** The ways in which a project is started after its changes. */
export function startsAfterChange(
  project: MatrixProject,
  index: number,
  extent: MatrixExtent,
): readonly MatrixStart[] {
  return someStarts(project, index, extent.startsAfterChange);
}

/** That many ways to start a project, or all of them. Projects begin with different ones. */
function someStarts(project: MatrixProject, index: number, count?: number): readonly MatrixStart[] {
  return rotate(startsOf(project), index).slice(0, count);
}

/** The same values, starting with another one. */
function rotate<T>(values: readonly T[], by: number): readonly T[] {
  const first = by % values.length;
  return [...values.slice(first), ...values.slice(0, first)];
}

async function compareAll(
  context: TestContext,
  fixture: DotnetFixture,
  controller: Controller,
  cases: readonly Case[],
): Promise<void> {
  // One run builds projects that are requested at the same time.
  const ours = await Promise.all(cases.map((one) => byHost(fixture, controller, one)));
  const theirs = await inLanes(cases, (one) => allByDotnetRun(fixture, one));
  for (const [index, { after, project, starts }] of cases.entries()) {
    for (const start of starts) {
      await context.test(`${project.name}, ${start}${after}`, () => {
        const { stderr, ...ran } = ours[index]?.get(start) ?? assert.fail('It was not started.');
        const expected = theirs[index]?.get(start) ?? assert.fail('It was not run.');
        if (expected.told.length === 0) assert.fail(`dotnet run failed: ${expected.output}`);
        if (ran.told.length === 0) assert.fail(`The program did not run: ${stderr}`);
        const { exitCode, told } = expected;
        assert.deepEqual(ran, { exitCode, told: withDefaults(told, project) });
      });
    }
  }
}

/** Runs work for each item, with as much concurrency as the machine has cores. */
async function inLanes<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const left = [...items.entries()];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      results[next[0]] = await work(next[1]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return results;
}

/**
 * How a launch configuration chooses a launch profile of a project, whose file is at an absolute
 * path.
 */
async function toProfile(start: MatrixStart, projectFile: string): Promise<object> {
  const disabled = { disable_launch_profile: true };
  if (start === 'without a profile') return disabled;
  if (start !== 'by default') return { launch_profile: start };
  // A controller can't request the default profile, so it is requested by name.
  const profiles = await readLaunchProfiles(projectFile);
  const chosen = chooseProfile(profiles, { kind: 'default' });
  return chosen.kind === 'profile' ? { launch_profile: chosen.profile.name } : disabled;
}

async function byHost(
  fixture: DotnetFixture,
  controller: Controller,
  { project: { extension = 'csproj', name }, starts }: Case,
): Promise<ReadonlyMap<MatrixStart, HostRan>> {
  const project_path = `${name}/${name}.${extension}`;
  const runs = starts.map(async (start): Promise<[MatrixStart, HostRan]> => {
    const profile = await toProfile(start, fixture.path(project_path));
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

/** Later starts of the same project need not repeat the first one's build. */
async function allByDotnetRun(
  fixture: DotnetFixture,
  { project, starts }: Case,
): Promise<ReadonlyMap<MatrixStart, DotnetRan>> {
  const runs = new Map<MatrixStart, DotnetRan>();
  for (const start of starts) {
    const options = [...toOptions(start), ...(runs.size === 0 ? [] : ['--no-build'])];
    runs.set(start, await byDotnetRun(fixture, project, options));
  }
  return runs;
}

function byDotnetRun(
  fixture: DotnetFixture,
  { name }: MatrixProject,
  options: readonly string[],
): Promise<DotnetRan> {
  return new Promise((resolve) => {
    const { environment: env } = fixture;
    const child = execFile(
      'dotnet',
      ['run', ...options],
      { cwd: fixture.path(name), env },
      (_, stdout, stderr) => {
        const exitCode = child.exitCode ?? undefined;
        resolve({ told: toldIn(stdout), exitCode, output: stdout + stderr });
      },
    );
  });
}

/** A program's own output, without that of builds. */
function toldIn(stdout: string): readonly string[] {
  return stdout.split(/\r?\n/).filter((line) => /^[\w ]+\|/.test(line));
}

/** The output of `dotnet run`, with the variables that only the host sets. */
function withDefaults(
  told: readonly string[],
  { defaults = {} }: MatrixProject,
): readonly string[] {
  const empty = new Map(
    Object.entries(defaults).map(([name, value]) => [`${name}|`, `${name}|${value}`]),
  );
  return told.map((line) => empty.get(line) ?? line);
}
