// Programs that can't be ended.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { killAfter } from '../../../tools/fixtures/processes/programs.ts';

const asSuperuser = {
  skip: process.getuid?.() !== 0 && 'Only the superuser can become another user',
  timeout: 240_000,
};

const source = join(import.meta.dirname, '../../../src');

/** Runs a program, stops it after its first line, and returns what is reported. */
const hostScript = `
  import { systemClock } from ${JSON.stringify(join(source, 'common/clock.ts'))};
  import { runProgram } from ${JSON.stringify(join(source, 'processes/program/program.ts'))};
  const watch = { dispose() {} };
  const watchdog = { watch: () => watch, watchFolder: () => watch };
  const plan = {
    command: process.argv[1],
    args: process.argv.slice(2),
    workingDirectory: '/',
    environment: { PATH: process.env.PATH },
  };
  const run = runProgram(plan, { clock: systemClock, watchdog, grace: () => 200 }, {
    started: (pid) => console.log('pid ' + pid),
    output: (_, chunk) => { console.log('left ' + chunk.toString().trim()); void run.stop(); },
    message: (_, text) => console.log('message ' + text),
    ended: (code) => console.log('ended with ' + code),
    failed: (error) => console.log('failed ' + error.message),
  });`;

const becomeOther = 'setpriv --reuid=65534 --regid=65534 --clear-groups';

const cases: Readonly<Record<string, readonly [script: string, message: RegExp, end: string]>> = {
  'a program that belongs to another user': [
    `exec ${becomeOther} sh -c 'echo $$; exec sleep 60'`,
    /^message sh can't be ended, .* End process \d+ by hand\.$/m,
    'ended with undefined',
  ],
  'a program whose child belongs to another user': [
    `${becomeOther} sh -c 'echo $$; exec sleep 60 >/dev/null 2>&1' & wait`,
    /^message Processes that sh has started can't be ended, .* process group \d+ by hand\.$/m,
    'ended with 143',
  ],
};

for (const [what, [script, message, end]] of Object.entries(cases)) {
  test(
    `the session of ${what} reports that it can't be ended, and ends`,
    asSuperuser,
    async (context) => {
      // Without this capability, not even root may signal other users' processes.
      const host = spawn(
        'setpriv',
        [
          '--inh-caps=-kill',
          '--bounding-set=-kill',
          process.execPath,
          '--input-type=module',
          '-e',
          hostScript,
          'sh',
          '-c',
          script,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      afterTest(context, () => host.kill('SIGKILL'));
      let said = '';
      host.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(host, 'close')) as [number];
      killAfter(context, Number(/^left (\d+)$/m.exec(said)?.[1]));
      assert.equal(code, 0);
      assert.match(said, message);
      assert.equal(said.trim().split('\n').at(-1), end);
    },
  );
}
