import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { findWorking } from '../../scripts/setup/executables.mjs';
import type { LaunchRequest, ProgramLaunchPlan } from '../../src/launch/launchPlan.ts';
import { planLaunch } from '../../src/launch/table.ts';
import { ownEnvironment } from './programs.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A temporary folder with files of these contents, by their paths in it. */
export async function folderWith(
  context: TestContext,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = await temporaryFolder(context);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

/** This process's variables, with the first program of this name that can be run leading the search path. */
export function environmentWith(name: string, ...args: string[]): Readonly<Record<string, string>> {
  const path = findWorking(name, ...args);
  assert.ok(path !== undefined, `No ${name} on the search path can be run.`);
  const folders = [dirname(path), ownEnvironment['PATH'] ?? ''];
  return { ...ownEnvironment, PATH: folders.join(delimiter) };
}

/** The plan of a program on this machine, with the variable SHOP. */
export function planProgram(
  workspace: string,
  request: Omit<LaunchRequest, 'env'>,
  environment = ownEnvironment,
): ProgramLaunchPlan {
  const env = [{ name: 'SHOP', value: 'books' }];
  const here = { environment, platform: process.platform };
  const plan = planLaunch({ ...request, env }, { ...here, workspace });
  assert.ok(plan.kind === 'program');
  return plan;
}
