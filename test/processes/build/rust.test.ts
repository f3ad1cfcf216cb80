import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertPresent } from '../../../tools/setup/testRequirements.mjs';
import { systemClock } from '../../../src/common/clock.ts';
import { runBuildStep } from '../../../src/processes/build/buildStep.ts';
import { environmentWith, planProgram } from '../../../tools/fixtures/languages.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { runCommand } from '../../../tools/fixtures/processes/programs.ts';
import { createFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const rustProgram = `fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    println!("{} {}", args.join(" "), std::env::var("SHOP").unwrap());
    std::process::exit(7);
}
`;

test(
  'a Rust program is built and run with its own pid and exit code',
  { timeout: 240_000 },
  async (context) => {
    assertPresent('cargo');
    const folder = await createFolder(context, {
      'Cargo.toml': '[package]\nname = "api"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/main.rs': rustProgram,
    });
    const executable_path = join(folder, 'target', 'debug', 'api');
    const { debug, program } = planProgram(
      folder,
      {
        launchConfiguration: { type: 'rust', cargo: { args: ['build'], executable_path } },
        args: ['a', 'b'],
      },
      environmentWith('cargo', '--version'),
    );
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
