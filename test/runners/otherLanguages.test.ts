// Programs of other languages by their real tools, where these are installed.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { systemClock } from '../../src/common/clock.ts';
import type { LaunchRequest, ProgramLaunchPlan } from '../../src/launch/launchPlan.ts';
import { planLaunch } from '../../src/launch/table.ts';
import { runBuildStep } from '../../src/runners/buildStep.ts';
import { CommandSearch } from '../../src/runners/commandSearch.ts';
import { noWatchdog } from '../support/noWatchdog.ts';
import { ownEnvironment, runCommand } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const here = { environment: ownEnvironment, platform: process.platform };
const search = new CommandSearch(here, systemClock);
const needing = (command: string) => ({ skip: !search.has(command), timeout: 120_000 });

async function folderWith(context: TestContext, files: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder(context);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

function planIn(workspace: string, request: Omit<LaunchRequest, 'env'>): ProgramLaunchPlan {
  const env = [{ name: 'SHOP', value: 'books' }];
  const plan = planLaunch({ ...request, env }, { ...here, workspace });
  assert.ok(plan.kind === 'program');
  return plan;
}

const rustProgram = `fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    println!("{} {}", args.join(" "), std::env::var("SHOP").unwrap());
    std::process::exit(7);
}
`;

test(
  'a Rust program is built, and run, with its own pid and exit code',
  needing('cargo'),
  async (context) => {
    const folder = await folderWith(context, {
      'Cargo.toml': '[package]\nname = "api"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/main.rs': rustProgram,
    });
    const executable_path = join(folder, 'target', 'debug', 'api');
    const { debug, program } = planIn(folder, {
      launchConfiguration: { type: 'rust', cargo: { args: ['build'], executable_path } },
      args: ['a', 'b'],
    });
    assert.ok(debug.kind === 'adapter' && debug.build);
    let said = '';
    const { signal } = new AbortController();
    const parts = { clock: systemClock, watchdog: noWatchdog };
    await runBuildStep(debug.build, parts, (text) => (said += text), signal);
    assert.match(said, /Compiling api/);
    const configured = debug.configuration;
    const runs = [
      runCommand(context, program.command, program.args, program),
      runCommand(context, String(configured['program']), ['a', 'b'], program),
    ];
    for (const run of runs) {
      await run.over();
      assert.equal(run.stdout, 'a b books\n');
      assert.equal(run.exitCode, 7);
    }
  },
);

const javaProgram = `public class App {
  public static void main(String[] args) {
    System.out.println(String.join(" ", args) + " " + System.getenv("SHOP") + " " + System.getProperty("colour"));
    System.exit(7);
  }
}
`;

test(
  'a Java program is run from its source, and from its class path',
  needing('javac'),
  async (context) => {
    const folder = await folderWith(context, { 'App.java': javaProgram });
    const compiled = runCommand(context, 'javac', ['-d', 'classes', 'App.java'], {
      workingDirectory: folder,
    });
    await compiled.over();
    assert.equal(compiled.exitCode, 0, compiled.stderr);
    const entries = [
      { main_class: join(folder, 'App.java') },
      { main_class: 'App', class_paths: [join(folder, 'classes')] },
    ];
    for (const entry of entries) {
      const { program } = planIn(folder, {
        launchConfiguration: { type: 'java', vm_args: '"-Dcolour=deep red"', ...entry },
        args: ['a', 'b'],
      });
      const run = runCommand(context, program.command, program.args, program);
      await run.over();
      assert.equal(run.stdout, 'a b books deep red\n', run.stderr);
      assert.equal(run.exitCode, 7);
    }
  },
);
