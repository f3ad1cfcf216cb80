import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createLaunchCheck } from '../../src/host/launchCheck.ts';
import { RecentFinds } from '../../src/host/recentFinds.ts';
import { HumanError } from '../../src/common/humanError.ts';
import { planLaunch } from '../../src/launch/table.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';

const trustTime = 5_000;

/** A program in its own folder, with an existing script. */
async function makeProgram(context: TestContext) {
  const workingDirectory = await temporaryFolder(context);
  const script = join(workingDirectory, 'app.js');
  await writeFile(script, '');
  return { command: 'node', environment: { PATH: '/usr/bin' }, workingDirectory, script };
}

test('a found program stays valid while it exists and its folder is trusted', async (context) => {
  const clock = new ManualClock();
  const finds = new RecentFinds(clock, () => Promise.resolve(true));
  const program = await makeProgram(context);
  assert.ok(!finds.hasProgram(program));
  await finds.addProgram(program);
  assert.ok(finds.hasProgram(program));
  const other = { ...program, script: join(program.workingDirectory, 'other.js') };
  assert.ok(!finds.hasProgram(other));
  await writeFile(other.script, '');
  assert.ok(finds.hasProgram(other));
  clock.advance(trustTime);
  assert.ok(!finds.hasProgram(program));
  await finds.addProgram(program);
  await rm(program.script);
  assert.ok(!finds.hasProgram(program));
});

test('only regular files on local disks are checked synchronously', async (context) => {
  const clock = new ManualClock();
  const program = await makeProgram(context);
  const remote = new RecentFinds(clock, () => Promise.resolve(false));
  await remote.addProgram(program);
  assert.ok(!remote.hasProgram(program));
  const finds = new RecentFinds(clock, () => Promise.resolve(true));
  await finds.addProgram(program);
  const folder = join(program.workingDirectory, 'folder');
  const link = join(program.workingDirectory, 'link.js');
  await mkdir(folder);
  await symlink(folder, link, 'junction');
  for (const script of [folder, link]) assert.ok(!finds.hasProgram({ ...program, script }));
});

test('a found command stays valid with its search path and folder, for a while', async (context) => {
  const clock = new ManualClock();
  const finds = new RecentFinds(clock);
  const program = await makeProgram(context);
  finds.addCommand(program);
  assert.ok(finds.hasCommand(program));
  assert.ok(finds.hasCommand({ ...program, environment: { ...program.environment, OTHER: 'x' } }));
  for (const change of [
    { command: 'bun' },
    { environment: { PATH: '/opt/bin' } },
    { workingDirectory: '/' },
  ]) {
    assert.ok(!finds.hasCommand({ ...program, ...change }));
  }
  clock.advance(trustTime);
  assert.ok(!finds.hasCommand(program));
});

test('one check looks for a command once for many requests, and notices a missing script', async (context) => {
  const workspace = await temporaryFolder(context);
  await mkdir(join(workspace, 'bin'));
  const command = join(workspace, 'bin', 'node');
  await writeFile(command, '', { mode: 0o755 });
  for (const script of ['a.js', 'b.js']) await writeFile(join(workspace, script), '');
  const clock = new ManualClock();
  const check = createLaunchCheck({
    clock,
    hasDebugger: () => false,
    hasOtherSearchPath: () => false,
  });
  const launchContext = {
    workspace,
    environment: { PATH: join(workspace, 'bin') },
    platform: 'linux',
  } as const;
  const codeOf = async (script_path: string): Promise<string | undefined> => {
    const launchConfiguration = { type: 'node', script_path };
    try {
      await check(planLaunch({ launchConfiguration, env: [] }, launchContext));
      return undefined;
    } catch (error) {
      assert.ok(error instanceof HumanError);
      return error.code;
    }
  };
  assert.equal(await codeOf('a.js'), undefined);
  await rm(command);
  assert.equal(await codeOf('b.js'), undefined);
  assert.equal(await codeOf('missing.js'), 'ProgramNotFound');
  clock.advance(trustTime);
  assert.equal(await codeOf('a.js'), 'RuntimeNotFound');
});
