import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { cliErrors } from '../../../src/cli/errors.ts';
import { knownSessionsSchema } from '../../../src/api/door/knownSessions.ts';
import type { Session } from '../../../src/cli/sessions/session.ts';
import { getOutOfDate } from '../../../src/protocol/ideSession.ts';
import {
  connectTo,
  type HostedCli,
  startHostedCli,
} from '../../../tools/fixtures/processes/hostedCli.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

async function startedHost(context: TestContext): Promise<HostedCli> {
  const hosted = await startHostedCli(context);
  await writeProgram(hosted.folder, 'waiting');
  return hosted;
}

async function startNamed({ run }: HostedCli, name: string): Promise<void> {
  const args = ['sessions', 'start', 'waiting.js', '--name', name, '--detach', '-o', 'name'];
  assert.deepEqual(await run(args), { code: 0, stdout: `${name}\n`, stderr: '' });
}

/** Creates a session that doesn't start, as other clients of the API can. */
async function createIdle(
  context: TestContext,
  { folder }: HostedCli,
  { labels, spec }: { readonly labels?: object; readonly spec?: object } = {},
): Promise<void> {
  const sessions = await connectTo(context, folder);
  const launchConfigurations = JSON.stringify([{ type: 'node', script_path: 'waiting.js' }]);
  const idle = { metadata: { name: 'idle', labels }, spec: { launchConfigurations, ...spec } };
  await sessions.create(idle);
}

async function getSession({ run }: HostedCli, name: string): Promise<Session> {
  return JSON.parse((await run(['sessions', 'get', name, '-o', 'json'])).stdout) as Session;
}

/** Waits until the program of a session runs. */
async function untilRuns(hosted: HostedCli, name: string): Promise<Session> {
  let session = await getSession(hosted, name);
  await until(`${name} runs`, async () => {
    session = await getSession(hosted, name);
    return session.status?.state === 'Running';
  });
  return session;
}

test('sessions of a controller and of the command line are listed together', async (context) => {
  const hosted = await startedHost(context);
  const controller = await hosted.host.controller();
  const launch_configurations = [{ type: 'node', script_path: 'waiting.js' }];
  const { id } = await controller.runSession({ launch_configurations });
  await startNamed(hosted, 'mine');
  await untilRuns(hosted, 'mine');
  const names = await hosted.run(['sessions', 'list', '-o', 'name']);
  assert.deepEqual(names.stdout.trim().split('\n').toSorted(), [id, 'mine'].toSorted());
  const { stdout } = await hosted.run(['sessions', 'list']);
  assert.match(stdout, /^NAME +STATE +TYPE +PID +AGE\n/);
  assert.match(stdout, /^mine +Running +node +\d+ +\d+s$/m);
  const selector = 'usvc-dev.developer.microsoft.com/origin=controller';
  const selected = await hosted.run(['sessions', 'list', '-l', selector, '-o', 'name']);
  assert.equal(selected.stdout, `${id}\n`);
});

test('a session is shown as YAML and described, without values of variables', async (context) => {
  const hosted = await startedHost(context);
  const start = ['sessions', 'start', 'waiting.js', '--name', 'mine', '-d', '-e', 'KEY=s3cr3t'];
  assert.equal((await hosted.run(start)).code, 0);
  await untilRuns(hosted, 'mine');
  const asYaml = await hosted.run(['sessions', 'get', 'mine', '-o', 'yaml']);
  const session = parse(asYaml.stdout) as Session;
  assert.deepEqual(session.spec.env, [{ name: 'KEY' }]);
  const described = await hosted.run(['sessions', 'describe', 'mine']);
  assert.match(described.stdout, /^State: +Running$/m);
  assert.match(described.stdout, /^Variables: +KEY$/m);
  for (const { stdout } of [asYaml, described]) assert.ok(!stdout.includes('s3cr3t'));
});

test('list --all says where sessions come from and when they were seen', async (context) => {
  const hosted = await startedHost(context);
  await startNamed(hosted, 'mine');
  await startNamed(hosted, 'before');
  await hosted.run(['sessions', 'stop', 'before']);
  const { code, stderr, stdout } = await hosted.run(['sessions', 'list', '--all', '-o', 'json']);
  assert.deepEqual([code, stderr], [0, '']);
  const { items } = knownSessionsSchema.parse({ isSearching: false, ...JSON.parse(stdout) });
  const origins = items.map(({ name, origin }) => `${name} ${origin}`);
  assert.deepEqual(origins, ['mine running', 'before recent']);
  assert.ok(items.every(({ lastSeen = '' }) => Date.now() - Date.parse(lastSeen) < 600_000));
});

test('stop waits until sessions have ended', async (context) => {
  const hosted = await startedHost(context);
  await startNamed(hosted, 'one');
  await startNamed(hosted, 'two');
  await untilRuns(hosted, 'one');
  await untilRuns(hosted, 'two');
  assert.deepEqual(await hosted.run(['sessions', 'stop', 'one']), {
    code: 0,
    stdout: 'Session one has ended with exit code 143.\n',
    stderr: '',
  });
  assert.equal((await getSession(hosted, 'one')).status?.state, 'Stopped');
  const all = await hosted.run(['sessions', 'stop', '--all']);
  assert.equal(all.stdout, 'Session two has ended with exit code 143.\n');
  assert.equal((await hosted.run(['sessions', 'stop', 'one'])).code, 0);
});

test('stop does not wait for a session that was never started', async (context) => {
  const hosted = await startedHost(context);
  await createIdle(context, hosted);
  const { code, stdout } = await hosted.run(['sessions', 'stop', 'idle', '--timeout', '20s']);
  assert.deepEqual([code, stdout], [0, 'Session idle was stopped before it started.\n']);
});

test('stop --all also stops sessions that have not started', async (context) => {
  const hosted = await startedHost(context);
  const labels = { 'usvc-dev.developer.microsoft.com/host': 'other' };
  await createIdle(context, hosted, { labels, spec: { desiredState: 'Running' } });
  const { stdout } = await hosted.run(['sessions', 'stop', '--all', '--timeout', '20s']);
  assert.equal(stdout, 'Session idle was stopped before it started.\n');
});

test('restart keeps the session, and an ended one is not restarted', async (context) => {
  const hosted = await startedHost(context);
  await startNamed(hosted, 'mine');
  const before = await untilRuns(hosted, 'mine');
  const { code, stdout } = await hosted.run(['sessions', 'restart', 'mine']);
  assert.deepEqual([code, stdout], [0, 'Session mine is being restarted.\n']);
  await until('it has another process', async () => {
    const { status } = await getSession(hosted, 'mine');
    return status?.state === 'Running' && status.pid !== before.status?.pid;
  });
  await hosted.run(['sessions', 'stop', 'mine']);
  assert.deepEqual(await hosted.run(['sessions', 'restart', 'mine']), {
    code: 1,
    stdout: '',
    stderr: `${cliErrors.SessionEnded({ name: 'mine' }).message}\n`,
  });
});

test('recreate replaces the program of a session whose script has changed', async (context) => {
  const hosted = await startedHost(context);
  await startNamed(hosted, 'mine');
  const { status: before } = await untilRuns(hosted, 'mine');
  const script = join(hosted.folder, 'waiting.js');
  const text = "console.log('changed'); setInterval(() => {}, 1000);";
  await until('it is out of date', async () => {
    await writeFile(script, text);
    return getOutOfDate(await getSession(hosted, 'mine')) !== undefined;
  });
  const followed = await hosted.run(['sessions', 'recreate', 'mine', '--follow']);
  assert.deepEqual([followed.code, followed.stderr], [0, '']);
  // It depends on the new program whether it has written before it is known that it was started.
  assert.ok('changed\n'.startsWith(followed.stdout), followed.stdout);
  const after = await getSession(hosted, 'mine');
  assert.notEqual(after.status?.pid, before?.pid);
  assert.equal(getOutOfDate(after), undefined);
  await until('the changed script has run', async () => {
    return (await hosted.run(['sessions', 'logs', 'mine'])).stdout.includes('changed');
  });
});

test('restart starts a session that was never started', async (context) => {
  const hosted = await startedHost(context);
  await createIdle(context, hosted);
  assert.deepEqual(await hosted.run(['sessions', 'restart', 'idle']), {
    code: 0,
    stdout: 'Session idle is being started.\n',
    stderr: '',
  });
  await untilRuns(hosted, 'idle');
});

test('watch prints each change of a session as an event', async (context) => {
  const hosted = await startedHost(context);
  await startNamed(hosted, 'present');
  const watch = hosted.start(['sessions', 'watch', '-o', 'json']);
  await until('the present session is printed', () => watch.stdout.includes('present'));
  await startNamed(hosted, 'later');
  await until('the new session runs', () => /"later".*"Running"/.test(watch.stdout));
  await hosted.run(['sessions', 'stop', 'later']);
  await until('its end is printed', () => /"later".*"Stopped"/.test(watch.stdout));
  const events = watch.stdout.trim().split('\n');
  const types = events.map((line) => JSON.parse(line) as { type: string; object: Session });
  assert.equal(types[0]?.type, 'ADDED');
  const later = types.filter(({ object }) => object.metadata.name === 'later');
  assert.deepEqual([later[0]?.type, later.at(-1)?.type], ['ADDED', 'MODIFIED']);
  assert.equal(later.at(-1)?.object.status?.exitCode, 143);
});

test('list --watch prints a session again when it changes, until the time has passed', async (context) => {
  const hosted = await startedHost(context);
  await startNamed(hosted, 'mine');
  await untilRuns(hosted, 'mine');
  const watch = hosted.start(['sessions', 'list', '--watch', '--timeout', '1h']);
  await until('the session is printed', () => /^mine +Running/m.test(watch.stdout));
  await hosted.run(['sessions', 'stop', 'mine']);
  await until('its end is printed', () => /^mine +Stopped/m.test(watch.stdout));
  const late = await hosted.run(['sessions', 'get', 'mine', '--watch', '--timeout', '1s']);
  assert.equal(late.code, 124);
  assert.match(late.stderr, /^The command has not finished within 1 s\. /);
});

test('a watch ends when the reader of its output is gone', async (context) => {
  const hosted = await startedHost(context);
  await startNamed(hosted, 'mine');
  const watch = hosted.start(['sessions', 'watch']);
  await until('the session is printed', () => watch.stdout.includes('mine'));
  watch.child.stdout?.destroy();
  await hosted.run(['sessions', 'stop', 'mine']);
  assert.equal((await watch.ended).code, 0);
});

test('a watch fails with the reason when the host ends', async (context) => {
  const hosted = await startedHost(context);
  await startNamed(hosted, 'mine');
  const watch = hosted.start(['sessions', 'watch']);
  await until('the session is printed', () => watch.stdout.includes('mine'));
  await hosted.host.end();
  const { code, stderr } = await watch.ended;
  assert.deepEqual([code, stderr], [1, `${cliErrors.HostGone().message}\n`]);
});

test('an unknown session exits with 3, and a refused request with 1', async (context) => {
  const hosted = await startedHost(context);
  for (const command of ['get', 'describe', 'stop', 'restart', 'logs']) {
    const { code, stderr, stdout } = await hosted.run(['sessions', command, 'missing']);
    assert.deepEqual([code, stdout], [3, ''], command);
    assert.match(
      stderr,
      /^The session does not exist: .*"missing" not found\. See ide-session-host sessions list\.\n$/,
    );
  }
  await startNamed(hosted, 'mine');
  const again = ['sessions', 'start', 'waiting.js', '--name', 'mine', '-d'];
  const { code, stderr } = await hosted.run(again);
  assert.equal(code, 1);
  assert.match(stderr, /^The session host refused the request: .*already exists/);
});

test('session names are completed', async (context) => {
  const hosted = await startedHost(context);
  await startNamed(hosted, 'mine');
  await untilRuns(hosted, 'mine');
  const { stdout } = await hosted.run(['__complete', 'sessions', 'stop', 'm']);
  assert.equal(stdout, 'mine\tRunning, waiting.js\n');
});
