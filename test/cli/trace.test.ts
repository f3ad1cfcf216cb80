import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { traceErrors } from '../../src/trace/errors.ts';
import { formatTrace } from '../../src/trace/formatTrace.ts';
import { formatReport } from '../../src/trace/report/formatReport.ts';
import { TraceRecorder } from '../../src/trace/traceRecorder.ts';
import { parseTrace } from '../../src/trace/traceText.ts';
import { builtCli, startCli } from '../../tools/fixtures/processes/cli.ts';
import { writeProgram } from '../../tools/fixtures/processes/samplePrograms.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';

const secret = 'correct-horse-battery-staple';

/** Runs the command where only the hosts of this folder are found. */
async function runTrace(folder: string, ...args: string[]) {
  const temporary = join(folder, 'tmp');
  const folders = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const runtime = { XDG_RUNTIME_DIR: join(folder, 'run') };
  const env = { ...process.env, ...folders, ...runtime, PLANTED_TOKEN: secret };
  const child = spawn(process.execPath, [builtCli(), 'trace', ...args], { cwd: folder, env });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null) await once(child, 'exit');
  return { code: child.exitCode, stdout, stderr };
}

test('serve --trace records a session, which trace shows, explains, converts and checks', async (context) => {
  const cli = await startCli(context, ['serve', '--json', '--trace', 'trace.ndjson']);
  const controller = await cli.controller();
  await controller.connect();
  await writeProgram(cli.folder, 'short');
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path: 'short.js' }],
    args: [secret],
    env: [{ name: 'PASSWORD', value: secret }],
  });
  await session.terminatedWithin();
  assert.equal((await cli.end()).code, 0);

  const { stdout: shown } = await runTrace(cli.folder, 'show', 'trace.ndjson');
  assert.match(shown, /^session-1: Starting [\d.]+ s, Running [\d.]+ s$/m);
  assert.match(shown, /requested by controller-1: node, Debug path-1 argument-1 with 1 variables/);
  const [, terminated = ''] = /#(\d+) sessionTerminated/.exec(shown) ?? [];
  const { stdout: why } = await runTrace(cli.folder, 'show', 'trace.ndjson', '--why', terminated);
  assert.match(why, /request endpoint PUT sessions\n(.*\n)*.*run ended with exit code/);
  const missing = await runTrace(cli.folder, 'show', 'trace.ndjson', '--why', '#99999');
  assert.equal(missing.stderr, `${traceErrors.RecordNotFound({ id: 99_999 }).message}\n`);
  const { stdout: chrome } = await runTrace(cli.folder, 'show', 'trace.ndjson', '--chrome');
  const { traceEvents } = JSON.parse(chrome) as { traceEvents: { name: string; ph: string }[] };
  assert.ok(traceEvents.some(({ name, ph }) => name === 'Running' && ph === 'X'));
  const checked = await runTrace(cli.folder, 'check', 'trace.ndjson');
  assert.match(checked.stdout, /^None of \d+ secrets is in trace\.ndjson\.$/m);
  assert.equal(checked.code, 0);

  const replayed = await runTrace(cli.folder, 'replay', 'trace.ndjson');
  assert.deepEqual(replayed, { code: 0, stdout: '1 session acts as recorded.\n', stderr: '' });
  const recorded = await readFile(join(cli.folder, 'trace.ndjson'), 'utf8');
  const report = formatReport({ sections: [], trace: parseTrace(recorded, 'trace.ndjson') });
  await writeFile(join(cli.folder, 'report.md'), report);
  assert.equal((await runTrace(cli.folder, 'show', 'report.md')).stdout, shown);
  assert.equal((await runTrace(cli.folder, 'check', 'report.md')).code, 0);
  await appendFile(join(cli.folder, 'report.md'), `It happens with ${secret}.\n`);
  const leaking = await runTrace(cli.folder, 'check', 'report.md');
  assert.equal(leaking.stdout, 'report.md contains the variable PLANTED_TOKEN.\n');
  assert.equal(leaking.code, 1);

  const changed = recorded.replace('"to":"Stopped"', '"to":"Failed"');
  await writeFile(join(cli.folder, 'changed.ndjson'), changed);
  const different = await runTrace(cli.folder, 'replay', 'changed.ndjson');
  assert.match(different.stdout, /^session-1\n {4}.*\n {2}- state Failed.*\n {2}\+ state Stopped/);
  assert.equal(different.code, 1);

  const toTest = ['to-test', 'trace.ndjson', '--name', 'shortProgram', '--folder'];
  const written = await runTrace(cli.folder, ...toTest, '.');
  assert.equal(written.stdout, 'shortProgram.inputs.ndjson\nshortProgram.outputs.txt\n');
  const outputs = await readFile(join(cli.folder, 'shortProgram.outputs.txt'), 'utf8');
  assert.match(outputs, /sessionTerminated to controller-1 exit code 3$/m);
  assert.match(outputs, /^launch of session-1$/m);
  const withoutSession = await runTrace(cli.folder, ...toTest, '.', '--session', 'session-2');
  assert.equal(withoutSession.stderr, `${traceErrors.NothingToReplay().message}\n`);
  const unwritten = await runTrace(cli.folder, ...toTest, 'absent');
  assert.match(unwritten.stderr, /^The test could not be written to absent: /);
  assert.equal(unwritten.code, 1);

  await writeFile(join(cli.folder, 'old.ndjson'), recorded.replace(/"version":\d+/, '"version":1'));
  const old = await runTrace(cli.folder, 'replay', 'old.ndjson');
  assert.equal(old.stderr, `${traceErrors.TraceTooOld({ version: 1 }).message}\n`);
  assert.equal((await runTrace(cli.folder, 'show', 'old.ndjson')).stdout, shown);

  await appendFile(join(cli.folder, 'trace.ndjson'), '{"id":');
  const unfinished = await runTrace(cli.folder, 'show', 'trace.ndjson');
  assert.equal(unfinished.stdout, shown);
  assert.match(unfinished.stderr, /^The last line of trace\.ndjson is unfinished/);
  assert.equal((await runTrace(cli.folder, 'check', 'trace.ndjson')).code, 1);
});

test('trace replay refuses a trace without sessions, and trace check fails for a secret and for text that has no place in a trace', async (context) => {
  const cli = await startCli(context, ['serve', '--json', '--trace', 'trace.ndjson']);
  await cli.variables();
  await cli.end();
  const empty = await runTrace(cli.folder, 'replay', 'trace.ndjson');
  assert.equal(empty.stderr, `${traceErrors.NothingToReplay().message}\n`);
  assert.equal(empty.code, 1);
  await writeFile(
    join(cli.folder, 'secrets'),
    'linux-is-no-secret\nlinux\n1.0.0-none\nndjson\n"kind":"trace"\n',
  );
  const found = await runTrace(cli.folder, 'check', 'trace.ndjson', '--secrets', 'secrets');
  assert.equal(found.stdout, 'trace.ndjson contains line 5 of secrets.\n');
  assert.match(found.stderr, /^Too short or too common to be searched: .*line 2 of secrets\.$/m);
  assert.equal(found.code, 1);
  const record = { id: 1, at: 0, kind: 'error', level: 'warn', length: 1, text: secret };
  await writeFile(join(cli.folder, 'trace.ndjson'), `${JSON.stringify(record)}\n`);
  const refused = await runTrace(cli.folder, 'check', 'trace.ndjson');
  assert.match(refused.stderr, /is not a trace of IDE Session Host/);
  assert.equal(refused.code, 1);
});

test('a reader that takes its time gets all of a long trace', async (context) => {
  const folder = await temporaryFolder(context);
  const recorder = new TraceRecorder({ clock: new ManualClock(), version: '1.0.0' });
  for (let count = 0; count < 20_000; count++) recorder.record({ kind: 'done' });
  const file = join(folder, 'trace.ndjson');
  await writeFile(file, formatTrace(recorder.header, recorder.list()));
  const child = spawn(process.execPath, [builtCli(), 'trace', 'show', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'readable');
  // Long enough for a command that doesn't wait for its reader.
  await Promise.race([once(child, 'exit'), pause(1_000)]);
  const shown = await text(child.stdout);
  assert.match(shown, /#20000 .*\n$/);
});
