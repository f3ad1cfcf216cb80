import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Session } from '../../../src/cli/sessions/session.ts';
import { isRunning, untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { startHostedCli } from '../../../tools/fixtures/processes/hostedCli.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const printer = `
console.log('out ' + process.argv.slice(2).join(' ') + ' ' + process.env.KEY);
console.error('err');
process.exitCode = 7;
`;

test('start prints the output of a script and returns its exit code', async (context) => {
  const hosted = await startHostedCli(context);
  await writeFile(join(hosted.folder, 'app.js'), printer);
  const args = ['sessions', 'start', 'app.js', '-e', 'KEY=value', '--', 'a', '--b'];
  assert.deepEqual(await hosted.run(args), {
    code: 7,
    stdout: 'out a --b value\n',
    stderr: 'err\n',
  });
});

test('Ctrl+C stops the session, and start returns the exit code of its program', async (context) => {
  const hosted = await startHostedCli(context);
  const program = `
process.on('SIGTERM', () => process.exit(9));
setInterval(() => {}, 1_000);
console.log(process.pid);`;
  await writeFile(join(hosted.folder, 'app.js'), program);
  const started = hosted.start(['sessions', 'start', 'app.js']);
  await until('the program runs', () => started.stdout.includes('\n'));
  const pid = Number(started.stdout);
  assert.ok(isRunning(pid));
  started.child.kill('SIGINT');
  assert.equal((await started.ended).code, 9);
  await untilGone([pid]);
});

test('a session is stopped when the reader of its output is gone', async (context) => {
  const hosted = await startHostedCli(context);
  const program = `setInterval(() => console.log('line'), 20);`;
  await writeFile(join(hosted.folder, 'app.js'), program);
  const started = hosted.start(['sessions', 'start', 'app.js']);
  await until('the program writes', () => started.stdout.includes('line'));
  started.child.stdout?.destroy();
  assert.equal((await started.ended).code, 143);
});

test('a session that takes longer than --timeout is stopped', async (context) => {
  const hosted = await startHostedCli(context);
  await writeProgram(hosted.folder, 'waiting');
  const args = ['sessions', 'start', 'waiting.js', '--timeout', '1s', '--name', 'mine'];
  const { code, stderr } = await hosted.run(args);
  assert.equal(code, 124);
  assert.match(stderr, /^The command has not finished within 1 s\. /m);
  const { stdout } = await hosted.run(['sessions', 'get', 'mine', '-o', 'json']);
  assert.equal((JSON.parse(stdout) as Session).status?.state, 'Stopped');
});

test('a launch configuration is started from stdin', async (context) => {
  const hosted = await startHostedCli(context);
  const path = join(hosted.folder, 'app.js');
  await writeFile(path, printer);
  const started = hosted.start(['sessions', 'start', '-f', '-']);
  started.child.stdin?.end(`type: node\nscript_path: ${path}\n`);
  const { code, stdout } = await started.ended;
  assert.deepEqual([code, stdout], [7, 'out  undefined\n']);
});

test('logs prints what a session has written, and --follow what follows', async (context) => {
  const hosted = await startHostedCli(context);
  const program = `
console.log('one'); console.log('two'); console.error('err');
process.on('SIGTERM', () => { console.log('last'); process.exit(0); });
setInterval(() => {}, 1_000);`;
  await writeFile(join(hosted.folder, 'app.js'), program);
  await hosted.run(['sessions', 'start', 'app.js', '--name', 'mine', '-d']);
  const logs = hosted.start(['sessions', 'logs', 'mine', '--follow']);
  await until('the output is printed', () => logs.stdout.includes('two') && logs.stderr !== '');
  const tail = await hosted.run(['sessions', 'logs', 'mine', '--source', 'stdout', '--tail', '1']);
  assert.deepEqual(tail, { code: 0, stdout: 'two\n', stderr: '' });
  await hosted.run(['sessions', 'stop', 'mine']);
  assert.deepEqual(await logs.ended, { code: 0, stdout: 'one\ntwo\nlast\n', stderr: 'err\n' });
  const all = await hosted.run(['sessions', 'logs', 'mine']);
  assert.deepEqual(all, { code: 0, stdout: 'one\ntwo\nlast\n', stderr: 'err\n' });
});

test('a large output arrives completely and in order', async (context) => {
  const hosted = await startHostedCli(context);
  const program = `for (let n = 0; n < 50_000; n++) process.stdout.write('line ' + n + '\\n');`;
  await writeFile(join(hosted.folder, 'app.js'), program);
  const { code, stdout } = await hosted.run(['sessions', 'start', 'app.js']);
  assert.equal(code, 0);
  const expected = Array.from({ length: 50_000 }, (_, index) => `line ${index}\n`).join('');
  assert.ok(stdout === expected, `${stdout.length} of ${expected.length} characters`);
});
