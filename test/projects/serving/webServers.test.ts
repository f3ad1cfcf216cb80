import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ServerPlan } from '../../../src/projects/serving/serverPlan.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { isRunning, untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { Listener, listening, sayReady, scriptPlan, ServerFixture } from './serverFixture.ts';

const limit = { timeout: 240_000 };
const plan = scriptPlan(listening(sayReady));

test('equal plans share a process, which ends with the last lease', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const [one, other] = await Promise.all([fixture.acquire(plan), fixture.acquire(plan)]);
  assert.equal(one.pid, other.pid);
  assert.deepEqual(one.urls, other.urls);
  assert.ok(one.isShared && other.isShared);
  const pid = knownPid(one.pid);
  assert.equal(await one.release(), undefined);
  assert.equal(other.isShared, false);
  assert.ok(isRunning(pid));
  assert.equal(await other.release(), process.platform === 'win32' ? 1 : 143);
  assert.equal(isRunning(pid), false);
});

test('releasing a lease twice has no effect', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const one = await fixture.acquire(plan);
  const other = await fixture.acquire(plan);
  await Promise.all([one.release(), one.release()]);
  assert.ok(isRunning(knownPid(other.pid)));
});

const differences = [
  scriptPlan(`${listening(sayReady)};`),
  scriptPlan(listening(sayReady), 'any', { MORE: '1' }),
  { ...plan, program: { ...plan.program, workingDirectory: process.cwd() } },
];

for (const [index, different] of differences.entries()) {
  test(`a different plan has its own process (${index + 1})`, limit, async (context) => {
    const fixture = new ServerFixture(context);
    const [one, other] = await Promise.all([fixture.acquire(plan), fixture.acquire(different)]);
    assert.notEqual(one.pid, other.pid);
    assert.equal(one.isShared, false);
  });
}

test('the order of variables does not matter', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const entries = Object.entries(plan.program.environment).toReversed();
  const reversed = { ...plan.program, environment: Object.fromEntries(entries) };
  const one = await fixture.acquire(plan);
  const other = await fixture.acquire({ ...plan, program: reversed });
  assert.equal(one.pid, other.pid);
});

test('all users receive the output of the server', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const talking = scriptPlan(`${listening(sayReady)} setInterval(() => console.log('tick'), 20);`);
  const [first, second] = [new Listener(), new Listener()];
  const one = await fixture.acquire(talking, { listener: first });
  await fixture.acquire(talking, { listener: second });
  await until('both receive it', () => first.text.includes('tick') && second.text.includes('tick'));
  assert.match(first.text, /Application started/);
  assert.doesNotMatch(second.text, /Application started/);
  await one.release();
  const heard = first.text;
  second.text = '';
  await until('the other one still receives it', () => second.text.includes('tick'));
  assert.equal(first.text, heard);
});

test('the last user receives the output of the ending server', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const farewell = `process.on('SIGTERM', () => {
    console.log('ending');
    setTimeout(() => { console.log('ended'); process.exit(0); }, 100);
  });`;
  const polite = scriptPlan(`${farewell} ${listening(sayReady)}`);
  const [first, last] = [new Listener(), new Listener()];
  const one = await fixture.acquire(polite, { listener: first });
  const other = await fixture.acquire(polite, { listener: last });
  await one.release();
  await other.release();
  if (process.platform === 'win32') return;
  assert.match(last.text, /ending\nended\n$/);
  assert.doesNotMatch(first.text, /ending/);
});

test('a killed server ends for all users and can be restarted', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const leases = [await fixture.acquire(plan), await fixture.acquire(plan)];
  const pid = knownPid(leases[0]?.pid);
  process.kill(pid, 'SIGKILL');
  const ends = await Promise.all(leases.map(({ ended }) => ended));
  if (process.platform !== 'win32') assert.deepEqual(ends, [{ exitCode: 137 }, { exitCode: 137 }]);
  await assert.rejects(leases[0]?.restart() ?? Promise.resolve(), { code: 'ServerEnded' });
  const next = await fixture.acquire(plan);
  assert.notEqual(next.pid, pid);
  assert.equal(next.isShared, false);
  await Promise.all(leases.map((lease) => lease.release()));
  assert.ok(isRunning(knownPid(next.pid)));
});

test('a failed start fails for all waiting users and can be repeated', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const failing = scriptPlan('process.exitCode = 5;');
  const [one, other] = await Promise.all([fixture.failure(failing), fixture.failure(failing)]);
  assert.equal(one.code, 'ServerNotStarted');
  assert.equal(one, other);
  assert.equal((await fixture.failure(failing)).code, 'ServerNotStarted');
});

test('a user that joins an ending server gets a new one', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const slow = scriptPlan(
    `process.on('SIGTERM', () => setTimeout(() => process.exit(0), 200)); ${listening(sayReady)}`,
  );
  const one = await fixture.acquire(slow);
  const released = one.release();
  const next = await fixture.acquire(slow);
  assert.equal(await released, process.platform === 'win32' ? 1 : 0);
  assert.notEqual(next.pid, one.pid);
  assert.ok(isRunning(knownPid(next.pid)));
});

/** The response at an address: the script's process id. */
async function answering(url: string | undefined): Promise<number> {
  return Number(await (await fetch(url ?? '', { headers: { connection: 'close' } })).text());
}

test('a restart keeps the address for all users of the server', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const [first, second] = [new Listener(), new Listener()];
  const one = await fixture.acquire(plan, { listener: first });
  const other = await fixture.acquire(plan, { listener: second });
  const { pid, urls } = one;
  await one.restart();
  assert.notEqual(one.pid, pid);
  assert.deepEqual(other.urls, urls);
  assert.equal(await answering(urls[0]), other.pid);
  assert.deepEqual([first.restarts, second.restarts], [[one.pid], [one.pid]]);
  await untilGone([knownPid(pid)]);
});

test('different outputs restart a server, the same ones do not', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const first = new Listener();
  const one = await fixture.acquire(plan, { stamp: 'old', listener: first });
  const before = one.pid;
  assert.equal(await one.restartIfChanged('old'), false);
  assert.equal((await fixture.acquire(plan, { stamp: 'old' })).pid, before);
  const second = new Listener();
  const other = await fixture.acquire(plan, { stamp: 'new', listener: second });
  assert.notEqual(one.pid, before);
  assert.equal(await answering(one.urls[0]), other.pid);
  assert.deepEqual(first.restarts, [one.pid]);
  assert.deepEqual(second.restarts, [], 'a user that causes a restart is not notified of it');
  assert.equal(await other.restartIfChanged('new'), false);
  assert.equal(await other.restartIfChanged('newer'), true);
  assert.deepEqual(second.restarts, [one.pid]);
});

test('concurrent requests for new outputs restart a server once', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const listener = new Listener();
  const one = await fixture.acquire(plan, { stamp: '1', listener });
  const others = await Promise.all([1, 2, 3].map(() => fixture.acquire(plan, { stamp: '2' })));
  assert.equal(listener.restarts.length, 1);
  for (const { pid } of others) assert.equal(pid, one.pid);
  assert.equal(await answering(one.urls[0]), one.pid);
});

/** A server that starts once and then fails. */
async function oncePlan(context: TestContext): Promise<ServerPlan> {
  const marker = join(await temporaryFolder(context), 'started');
  const code = `const fs = require('node:fs');
    if (fs.existsSync(process.env.MARKER)) process.exitCode = 6;
    else { fs.writeFileSync(process.env.MARKER, ''); ${listening(sayReady)} }`;
  return scriptPlan(code, 'any', { MARKER: marker });
}

test('a restart that fails ends the server for all', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const failing = await oncePlan(context);
  const [one, other] = [await fixture.acquire(failing), await fixture.acquire(failing)];
  await assert.rejects(one.restart(), { code: 'ServerNotStarted' });
  assert.deepEqual(await other.ended, { exitCode: 6 });
  assert.equal(await other.release(), 6);
  assert.equal(await one.release(), 6);
});

test('a release during a restart ends the server', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const one = await fixture.acquire(plan);
  const pid = knownPid(one.pid);
  const restarted = one.restart().catch(() => undefined);
  await until('the previous process is gone', () => !isRunning(pid));
  await one.release();
  await restarted;
  assert.equal(one.pid === undefined || !isRunning(one.pid), true);
});
