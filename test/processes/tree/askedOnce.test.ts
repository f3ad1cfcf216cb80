// Which processes receive a signal to end, and how often.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand, runNode } from '../../../tools/fixtures/processes/programs.ts';

const limit = { timeout: 240_000 };

/** A server that drains on the first signal, and exits on the second. */
const server = `let isDraining = false;
process.on('SIGTERM', () => {
  if (isDraining) { console.log('forced'); process.exit(9); }
  isDraining = true;
  setTimeout(() => { console.log('drained'); process.exit(0); }, 400);
});
console.log('up');
setInterval(() => {}, 1_000);`;

/** Node code that runs the server as its child and calls `onSignal` on the signal to end. */
function supervisor(onSignal: string, options = "{ stdio: 'inherit' }", code = server): string {
  return `const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(code)}], ${options});
    child.on('exit', (code) => process.exit(code));
    process.on('SIGTERM', () => { ${onSignal} });`;
}

test('a server whose parent forwards the signal receives it once', limit, async (context) => {
  const program = runNode(context, supervisor("setTimeout(() => child.kill('SIGTERM'), 100);"));
  await program.lines(1);
  await program.stop();
  await program.over();
  assert.equal(program.stdout, 'up\ndrained\n');
  assert.equal(program.exitCode, 0);
});

test(
  'a server in its own process group receives a forwarded signal once',
  limit,
  async (context) => {
    const options = "{ stdio: 'inherit', detached: true }";
    const program = runNode(context, supervisor("process.kill(-child.pid, 'SIGTERM');", options));
    await program.lines(1);
    await program.stop();
    await program.over();
    assert.equal(program.stdout, 'up\ndrained\n');
    assert.equal(program.exitCode, 0);
  },
);

const mute: readonly (readonly [what: string, onSignal: string, exitCode: number])[] = [
  ['exits immediately', 'process.exit(5);', 5],
  ['stays until its child ends', '', 0],
];

for (const [what, onSignal, exitCode] of mute) {
  test(`a server whose parent ${what} is asked in time to drain`, limit, async (context) => {
    const program = runNode(context, supervisor(onSignal), { grace: 2_000 });
    await program.lines(1);
    await program.stop();
    await program.over();
    assert.equal(program.stdout, 'up\ndrained\n');
    assert.equal(program.exitCode, exitCode);
  });
}

test(
  'a shell that traps the signal while its command runs ends after it',
  limit,
  async (context) => {
    const script = `trap 'echo bye; exit 3' TERM; "$0" -e '${server.replaceAll("'", '"')}'; echo not reached`;
    const program = runCommand(context, 'sh', ['-c', script, process.execPath], { grace: 2_000 });
    await program.lines(1);
    await program.stop();
    await program.over();
    assert.equal(program.stdout, 'up\ndrained\nbye\n');
    assert.equal(program.exitCode, 3);
  },
);

test('a server that is asked late has the full grace period to drain', limit, async (context) => {
  const slow = server.replace('400', '1_500');
  const program = runNode(context, supervisor('', undefined, slow), { grace: 2_000 });
  await program.lines(1);
  await program.stop();
  await program.over();
  assert.equal(program.stdout, 'up\ndrained\n');
  assert.equal(program.exitCode, 0);
});

test('a program without children receives it once', limit, async (context) => {
  const program = runNode(
    context,
    `let times = 0;
    process.on('SIGTERM', () => console.log('asked ' + ++times));
    console.log('up');
    setInterval(() => {}, 1_000);`,
    { grace: 600 },
  );
  await program.lines(1);
  await program.stop();
  await program.over();
  assert.equal(program.stdout, 'up\nasked 1\n');
  assert.equal(program.exitCode, 137);
});
