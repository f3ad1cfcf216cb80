import assert from 'node:assert/strict';
import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cliErrors } from '../../../src/cli/errors.ts';
import { traceErrors } from '../../../src/trace/errors.ts';
import { startHostedCli } from '../../../tools/fixtures/processes/hostedCli.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';

const secret = 'correct-horse-battery-staple';

test('report describes a host and its sessions with the trace, which the trace commands read', async (context) => {
  const options = ['--trace', 'trace.ndjson', '--idle-stop', '30m'];
  const { folder, host, run, variables } = await startHostedCli(context, undefined, options);
  const controller = await host.controller();
  await writeProgram(folder, 'short');
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path: 'short.js' }],
    args: [secret],
    env: [{ name: 'PASSWORD', value: secret }],
  });
  await session.terminatedWithin();

  const { code, stderr, stdout } = await run(['report']);
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /^# Problem with IDE Session Host\n/);
  assert.match(stdout, /^\| IDE Session Host \| \d+\.\d+\.\d+/m);
  assert.match(stdout, /^\| Node \| v\d+\./m);
  const given = [...stdout.matchAll(/^\| (--\S+) \| (.*) \| the command line \|$/gm)];
  assert.deepEqual(
    given.map(([, name, value]) => `${name} ${value}`),
    ['--json true', '--trace true', '--idle-stop 1800'],
  );
  assert.match(stdout, /^\| controllers that are connected \| 1 \|$/m);
  assert.match(
    stdout,
    /^\| session-1 \| node \| Debug \| controller-1 \| Stopped \| .*\| 1 \| 1 \|$/m,
  );
  assert.match(stdout, /^## Last builds\n\nNone\.$/m);
  for (const hidden of [secret, variables['DEBUG_SESSION_TOKEN'] ?? '?', folder]) {
    assert.ok(!stdout.includes(hidden));
  }

  const told = 'The report is in report.md. Read it before you send it.\n';
  // The second one replaces the first.
  for (let times = 0; times < 2; times++) {
    const written = await run(['report', '--file', 'report.md']);
    assert.deepEqual(written, { code: 0, stdout: '', stderr: told });
  }
  const path = join(folder, 'report.md');
  assert.match(await readFile(path, 'utf8'), /^# Problem/);
  if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
  const checked = await run(['trace', 'check', 'report.md'], { PLANTED_TOKEN: secret });
  assert.match(checked.stdout, /^None of \d+ secrets is in report\.md\.$/m);
  assert.equal(checked.code, 0);
  const shown = await run(['trace', 'show', 'report.md']);
  assert.match(shown.stdout, /^session-1: Starting [\d.]+ s, Running [\d.]+ s$/m);
  const replayed = await run(['trace', 'replay', 'report.md']);
  assert.deepEqual(replayed, { code: 0, stdout: '1 session acts as recorded.\n', stderr: '' });
});

test('a report has the last output of sessions if that is asked for, without secrets', async (context) => {
  const { host, run } = await startHostedCli(context, undefined, ['--trace', 'trace.ndjson']);
  const controller = await host.controller();
  const lines = [
    '# Problem with IDE Session Host',
    '```',
    '```ndjson',
    `key ${secret}, \x1b]0;t\x07end`,
  ];
  const script = `for (const line of ${JSON.stringify(lines)}) console.log(line);
console.error(Buffer.from('me:' + process.env.PASSWORD).toString('base64'));
`;
  await writeFile(join(host.folder, 'chatty.js'), script);
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path: 'chatty.js' }],
    env: [{ name: 'PASSWORD', value: secret }],
  });
  await session.terminatedWithin();

  const without = await run(['report']);
  assert.match(without.stdout, /no output and no messages\.$/m);
  assert.doesNotMatch(without.stdout, /chatty|## Output|, end/);
  const { stdout } = await run(['report', '--with-output', '--file', 'report.md']);
  assert.equal(stdout, '');
  const report = await readFile(join(host.folder, 'report.md'), 'utf8');
  assert.match(report, / Output is shown as the programs have written it/);
  assert.match(report, /^## Output of session-1\n\n {4}# Problem with IDE Session Host\n/m);
  assert.match(report, /^ {4}key \[hidden\], end$/m);
  assert.match(report, /^ {4}\S*\[hidden\]\S*$/m);
  const checked = await run(['trace', 'check', 'report.md'], { PLANTED_TOKEN: secret });
  assert.match(checked.stdout, /^None of \d+ secrets is in report\.md\.$/m);
  const found = await run(['trace', 'check', 'report.md'], { OTHER_TOKEN: 'ndjson\nkey' });
  assert.equal(found.stdout, 'report.md contains the variable OTHER_TOKEN.\n');
  assert.equal(found.code, 1);
  const replayed = await run(['trace', 'replay', 'report.md']);
  assert.deepEqual(replayed, { code: 0, stdout: '1 session acts as recorded.\n', stderr: '' });
});

test('a report says that nothing is recorded, is not created with a secret, and that it cannot be written, also in place of other files', async (context) => {
  const { folder, host, run } = await startHostedCli(context);
  const { stdout } = await run(['report']);
  assert.match(stdout, /^Nothing was recorded\.$/m);
  const target = join('missing', 'report.md');
  const unwritten = await run(['report', '--file', target]);
  assert.match(unwritten.stderr, /^The report could not be written to missing.report\.md: ENOENT/);
  assert.equal(unwritten.code, 1);
  await writeFile(join(folder, 'notes.md'), 'mine');
  await symlink('notes.md', join(folder, 'link.md'));
  for (const file of ['notes.md', 'link.md', '.']) {
    const kept = await run(['report', '--file', file]);
    assert.match(
      kept.stderr,
      /^The report could not be written to .*: it exists and is no report\./,
    );
    assert.equal(kept.code, 1);
  }
  assert.equal(await readFile(join(folder, 'link.md'), 'utf8'), 'mine');

  const controller = await host.controller();
  // Every report contains this.
  const env = [{ name: 'PASSWORD', value: '| --- | --- |\n|' }];
  const launch = { type: 'node', script_path: 'short.js' } as const;
  await writeProgram(host.folder, 'short');
  await controller.runSession({ launch_configurations: [launch], env });
  const refused = await run(['report', '--file', 'report.md']);
  const reason = traceErrors.ReportWithSecret({ name: 'PASSWORD' }).message;
  assert.equal(refused.stderr, `${cliErrors.ReportNotCreated({ reason }).message}\n`);
  assert.equal(refused.code, 1);
  await assert.rejects(stat(join(host.folder, 'report.md')), { code: 'ENOENT' });
});
