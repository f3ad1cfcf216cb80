import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { Arrivals } from '../../../tools/controller/fixtures/arrivals.ts';
import { ManualClock } from '../../../tools/controller/fixtures/manualClock.ts';
import {
  about,
  goodCertificate,
  goodInfo,
  goodScript,
  logs,
  say,
} from '../../../tools/controller/fixtures/meeting.ts';
import { readSampleArguments } from '../../../tools/controller/sampleArguments.ts';
import { runSampleController } from '../../../tools/controller/sampleController.ts';
import { ScriptedEndpoint } from '../../../tools/controller/fixtures/scriptedEndpoint.ts';

const launch = ['--launch', '{"type":"node","script_path":"server.js"}'];

interface SampleRun {
  endpoint: ScriptedEndpoint;
  clock: ManualClock;
  lines: string[];
  written: (line: string) => Promise<void>;
  stop: () => void;
  exit: Promise<number>;
}

async function runSample(
  context: TestContext,
  commandLine: string[],
  prepare: (endpoint: ScriptedEndpoint) => void = () => {},
): Promise<SampleRun> {
  const endpoint = await ScriptedEndpoint.start(await goodCertificate());
  afterTest(context, () => endpoint.stop());
  endpoint.script = goodScript();
  prepare(endpoint);
  const clock = new ManualClock();
  const lines: string[] = [];
  const arrivals = new Arrivals<string>();
  const written = async (expected: string): Promise<void> => {
    let arrived = await arrivals.next();
    while (arrived !== expected) {
      arrived = await arrivals.next();
    }
  };
  const stops: (() => void)[] = [];
  const exit = runSampleController(commandLine, {
    environment: { ...endpoint.environment(), DEBUG_SESSION_RUN_MODE: 'NoDebug' },
    write(text) {
      lines.push(text);
      arrivals.add(text);
    },
    onStop(wish) {
      stops.push(wish);
      return () => {};
    },
    options: { clock },
  });
  return { endpoint, clock, lines, written, stop: () => stops.forEach((stop) => stop()), exit };
}

async function requestOf(endpoint: ScriptedEndpoint, method: string): Promise<string> {
  let request = await endpoint.requests.next();
  while (request.method !== method) {
    request = await endpoint.requests.next();
  }
  return request.body;
}

void test('the sample prints a session from start to end', async (context) => {
  const { endpoint, lines, exit } = await runSample(context, [...launch, '--args', 'a', '--env']);
  const socket = await endpoint.connections.next();
  assert.deepEqual(JSON.parse(await requestOf(endpoint, 'PUT')), {
    launch_configurations: [{ mode: 'NoDebug', type: 'node', script_path: 'server.js' }],
    args: ['a', '--env'],
  });
  say(
    socket,
    about('sessionMessage', { level: 'error', code: 'Slow', message: 'Is slow\nto start' }),
    about('processRestarted', { pid: 12 }),
    logs('one\r\n\ntwo'),
    logs('rest', true),
    about('processRestarted'),
    about('sessionTerminated', { exit_code: 3 }),
  );
  assert.equal(await exit, 0);
  assert.deepEqual(lines, [
    `info ${JSON.stringify(goodInfo)}`,
    'connected',
    'PUT 201 s1',
    'message error Slow| Is slow',
    'message error Slow| to start',
    'process 12',
    'stdout| one',
    'stdout| ',
    'stdout| two',
    'stderr| rest',
    'process of unknown id',
    'terminated 3',
  ]);
  assert.equal(await endpoint.closes.next(), 1000);
});

void test('the sample stops its session on request', async (context) => {
  const sample = await runSample(context, launch);
  const socket = await sample.endpoint.connections.next();
  await requestOf(sample.endpoint, 'PUT');
  say(socket, about('processRestarted'));
  await sample.written('process of unknown id');
  sample.stop();
  sample.stop();
  await requestOf(sample.endpoint, 'DELETE');
  say(socket, about('sessionTerminated'));
  assert.equal(await sample.exit, 0);
  assert.equal(sample.lines.at(-1), 'terminated with unknown exit code');
  assert.equal(sample.endpoint.requests.count, 0);
});

void test('the sample may be stopped before its session starts', async (context) => {
  const sample = await runSample(context, launch, (endpoint) => {
    endpoint.script = ({ url }) => (url === '/info' ? { status: 200, body: goodInfo } : undefined);
  });
  await requestOf(sample.endpoint, 'PUT');
  sample.stop();
  assert.equal(await sample.exit, 2);
  assert.deepEqual(sample.lines.slice(2), ['stopping', 'failed: stopped before the session began']);
  assert.equal(await sample.endpoint.closes.next(), 1000);
});

void test('the sample stops its session after the given time, and fails if it never ends', async (context) => {
  const sample = await runSample(context, [...launch, '--stop-after', '2.5']);
  await sample.clock.scheduled(2_500);
  sample.clock.advance(2_500);
  await sample.clock.scheduled(10_000);
  sample.clock.advance(10_000);
  assert.equal(await sample.exit, 3);
  assert.match(sample.lines.at(-1) ?? '', /^violation: .*no sessionTerminated came/);
});

void test('the sample fails at violations', async (context) => {
  const sample = await runSample(context, launch);
  const socket = await sample.endpoint.connections.next();
  await requestOf(sample.endpoint, 'PUT');
  say(socket, logs('early'), about('processRestarted'), about('sessionTerminated'));
  assert.equal(await sample.exit, 1);
  assert.match(sample.lines.at(-1) ?? '', /^violation: .*before processRestarted/);
});

void test('the sample prints why a session was refused', async (context) => {
  const body = { error: { code: 'NoSuchType', message: 'Nothing launches this.' } };
  const sample = await runSample(context, launch, (endpoint) => {
    endpoint.script = ({ url }) =>
      url === '/info' ? { status: 200, body: goodInfo } : { status: 400, body };
  });
  assert.equal(await sample.exit, 2);
  assert.equal(sample.lines.at(-1), 'refused 400 NoSuchType: Nothing launches this.');
});

void test('the sample reports what its environment lacks', async () => {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const exit = await runSampleController(launch, {
    environment: {},
    write,
    onStop: () => () => {},
  });
  assert.equal(exit, 2);
  assert.match(lines.join(), /DEBUG_SESSION_PORT is not set/);
});

void test('the command line is parsed as documented', () => {
  const { run, stopAfterMs } = readSampleArguments(
    [...launch, '--env', 'A=b=c', '--env', 'D=', '--stop-after', '0'],
    'Debug',
  );
  assert.deepEqual(run.env, [
    { name: 'A', value: 'b=c' },
    { name: 'D', value: '' },
  ]);
  assert.equal(run.launch_configurations[0]?.mode, 'Debug');
  assert.equal('args' in run, false);
  assert.equal(stopAfterMs, 0);
  assert.deepEqual(readSampleArguments([...launch, '--args']).run.args, []);
  const told = readSampleArguments(['--launch', '{"type":"node","mode":"Debug"}'], 'NoDebug');
  assert.equal(told.run.launch_configurations[0]?.mode, 'Debug');
});

void test('an invalid command line is refused', () => {
  const wrong: [line: string[], reason: RegExp][] = [
    [[], /--launch is missing/],
    [['--launch', '{'], /not JSON/],
    [['--launch', '[]'], /object with a "type"/],
    [['--launch', '{}'], /object with a "type"/],
    [[...launch, '--env', '=x'], /NAME=VALUE/],
    [[...launch, '--stop-after', 'soon'], /number of seconds/],
    [[...launch, '--colour'], /colour/],
  ];
  for (const [line, reason] of wrong) {
    assert.throws(() => readSampleArguments(line), reason);
  }
});

void test('the program stops its session on SIGTERM and shows no secret', async (context) => {
  const endpoint = await ScriptedEndpoint.start(await goodCertificate());
  endpoint.script = goodScript();
  const main = join(import.meta.dirname, '../../../tools/controller/main.ts');
  const sample = spawn(process.execPath, [main, ...launch, '--env', 'A=hidden'], {
    env: { ...process.env, ...endpoint.environment() },
  });
  afterTest(context, async () => {
    sample.kill('SIGKILL');
    await endpoint.stop();
  });
  let output = '';
  sample.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => sample.on('exit', resolve));
  const socket = await endpoint.connections.next();
  await requestOf(endpoint, 'PUT');
  say(socket, about('processRestarted', { pid: 5 }));
  const heard = new Promise<void>((resolve) => {
    sample.stdout.on('data', () => output.includes('process 5') && resolve());
  });
  await heard;
  sample.kill('SIGTERM');
  await requestOf(endpoint, 'DELETE');
  say(socket, about('sessionTerminated', { exit_code: 143 }));
  assert.equal(await exit, 0);
  assert.match(output, /PUT 201 s1\nprocess 5\nstopping\nterminated 143\n$/);
  assert.doesNotMatch(output, /hidden|the-secret-token/);
});
