import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cliErrors } from '../../../src/cli/errors.ts';
import type { Session } from '../../../src/cli/sessions/session.ts';
import { startHostedCli } from '../../../tools/fixtures/processes/hostedCli.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

test('a second Ctrl+C leaves the session alone while it is being stopped', async (context) => {
  const hosted = await startHostedCli(context);
  const program = `
process.on('SIGTERM', () => {});
setInterval(() => {}, 1_000);
require('node:fs').writeFileSync('ready', '');`;
  await writeFile(join(hosted.folder, 'app.js'), program);
  const started = hosted.start(['sessions', 'start', 'app.js', '--name', 'mine']);
  const stateOf = async (): Promise<string | undefined> => {
    const { stdout } = await hosted.run(['sessions', 'get', 'mine', '-o', 'json']);
    return stdout === '' ? undefined : (JSON.parse(stdout) as Session).status?.state;
  };
  await until('the program runs', () => existsSync(join(hosted.folder, 'ready')));
  // A fast program runs before the command has the answer to its request, and listens to signals.
  await until('the command follows it', async () => (await stateOf()) === 'Running');
  started.child.kill('SIGINT');
  await until('it is being stopped', async () => (await stateOf()) === 'Stopping');
  started.child.kill('SIGINT');
  const { code, stderr } = await started.ended;
  assert.deepEqual([code, stderr], [130, `${cliErrors.SessionLeft({ name: 'mine' }).message}\n`]);
});

test('what is known to fail is refused with the reason', async (context) => {
  const hosted = await startHostedCli(context);
  await writeFile(join(hosted.folder, 'missing.yaml'), 'type: node\nscript_path: /missing.js\n');
  const { code, stderr, stdout } = await hosted.run(['sessions', 'start', '-f', 'missing.yaml']);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^The session host refused the request: .*\/missing\.js/);
  const unknown = await hosted.run(['sessions', 'start', 'nothing']);
  assert.equal(unknown.code, 1);
  assert.equal(unknown.stderr, `${cliErrors.TargetNotFound({ target: 'nothing' }).message}\n`);
});
