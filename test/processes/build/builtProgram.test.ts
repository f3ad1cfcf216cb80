import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { assertPresent } from '../../../tools/setup/testRequirements.mjs';
import type { HumanError } from '../../../src/common/humanError.ts';
import { systemClock } from '../../../src/common/clock.ts';
import type { ProgramLaunchPlan } from '../../../src/launch/launchPlan.ts';
import { launchProgram } from '../../../src/processes/build/builtProgram.ts';
import type { Launch } from '../../../src/sessions/run/strategy.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { environmentWith, planProgram } from '../../../tools/fixtures/languages.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { createFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const limit = { timeout: 240_000 };

const goProgram = `package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM)
	fmt.Println(os.Getpid(), os.Args[1:], os.Getenv("SHOP"))
	if os.Args[1] == "stay" {
		<-asked
		os.Exit(9)
	}
	os.Exit(3)
}
`;

const rustProgram = `fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    println!("{} {:?} {}", std::process::id(), args, std::env::var("SHOP").unwrap());
    std::process::exit(3);
}
`;

/** What was reported of a program that was built and run. */
interface Heard {
  readonly launch: Launch;
  readonly pids: (number | undefined)[];
  readonly output: { stdout: string; stderr: string };
  notes: string;
  readonly over: Promise<{ exitCode?: number | undefined; error?: HumanError }>;
}

function run(plan: ProgramLaunchPlan, started: () => void = () => undefined): Heard {
  assert.ok(plan.build);
  const heard = {
    pids: [] as (number | undefined)[],
    output: { stdout: '', stderr: '' },
    notes: '',
  };
  const options = { clock: systemClock, watchdog: noWatchdog, grace: () => 5_000 };
  const launch = launchProgram(plan, options, {
    waiting: () => undefined,
    note: (text) => (heard.notes += text),
    started: (pid) => heard.pids.push(pid),
    output: (stream, chunk) => {
      heard.output[stream] += Buffer.from(chunk).toString();
      started();
      return undefined;
    },
    message: () => undefined,
  });
  const over = launch.exited.then(
    (exitCode) => ({ exitCode }),
    (error: HumanError) => ({ error }),
  );
  return Object.assign(heard, { launch, over });
}

async function goFolder(context: TestContext, program = goProgram): Promise<string> {
  assertPresent('go');
  return createFolder(context, { 'go.mod': 'module example.com/api\n', 'main.go': program });
}

function goPlan(folder: string, ...args: string[]): ProgramLaunchPlan {
  const launchConfiguration = { type: 'go', mode: 'NoDebug', program: folder } as const;
  return planProgram(folder, { launchConfiguration, args }, environmentWith('go', 'version'));
}

test('a Go program has its own pid, output and exit code', limit, async (context) => {
  const folder = await goFolder(context);
  const heard = run(goPlan(folder, 'a', 'b'));
  assert.deepEqual(await heard.over, { exitCode: 3 });
  assert.deepEqual(heard.output, { stdout: `${heard.pids[0]} [a b] books\n`, stderr: '' });
});

test('a Go program ends by its own signal handler', limit, async (context) => {
  const folder = await goFolder(context);
  const heard: Heard = run(goPlan(folder, 'stay'), () => void heard.launch.end());
  assert.deepEqual(await heard.over, { exitCode: 9 });
  assert.ok(!isRunning(knownPid(heard.pids[0])));
});

test('a Go program that does not compile is not started', limit, async (context) => {
  const folder = await goFolder(context, 'package main\n\nfunc main() { missing() }\n');
  const heard = run(goPlan(folder));
  const { error } = await heard.over;
  assert.equal(error?.code, 'BuildCommandFailed');
  assert.match(error?.message ?? '', /undefined: missing/);
  assert.deepEqual(heard.pids, []);
});

test("a Rust program's output has no lines from Cargo", limit, async (context) => {
  assertPresent('cargo');
  const folder = await createFolder(context, {
    'Cargo.toml': '[package]\nname = "api"\nversion = "0.1.0"\nedition = "2021"\n',
    'src/main.rs': rustProgram,
  });
  const executable_path = join(folder, 'target', 'debug', 'api');
  const cargo = { args: ['build'], executable_path };
  const launchConfiguration = { type: 'rust', mode: 'NoDebug', cargo } as const;
  const environment = environmentWith('cargo', '--version');
  const heard = run(planProgram(folder, { launchConfiguration, args: ['a'] }, environment));
  assert.deepEqual(await heard.over, { exitCode: 3 });
  assert.deepEqual(heard.output, { stdout: `${heard.pids[0]} ["a"] books\n`, stderr: '' });
  assert.match(heard.notes, /Compiling api/);
});
