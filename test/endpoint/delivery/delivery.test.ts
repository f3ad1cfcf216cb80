import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HumanError } from '../../../src/common/humanError.ts';
import {
  controllerTimeout,
  openDelivery,
} from '../../../tools/fixtures/endpoint/deliveryFixture.ts';
import { HandDrivenConnection } from '../../../tools/fixtures/endpoint/handDrivenConnection.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';
import { fc } from '../../../tools/fixtures/property.ts';

test('a controller receives all notifications of its session in order', async (context) => {
  const opened = await openDelivery(context);
  opened.runner.onRun = ({ events }) => events.message('info', 'Beginning.');
  const connection = new HandDrivenConnection();
  opened.delivery.connect('one', connection);
  const { events, session } = await opened.begin('one');
  events.started(7);
  void events.output('stdout', Buffer.from('one\ntwo'));
  void events.output('stderr', Buffer.from('three\n'));
  events.started(8);
  events.ended(143);
  const heard = connection.notifications.map(({ session_id, ...others }) => {
    assert.equal(session_id, session.metadata.name);
    return others;
  });
  const log = { notification_type: 'serviceLogs', is_std_err: false };
  assert.deepEqual(heard, [
    { notification_type: 'sessionMessage', level: 'info', message: 'Beginning.' },
    { notification_type: 'processRestarted', pid: 7 },
    { ...log, log_message: 'one' },
    { ...log, is_std_err: true, log_message: 'three' },
    { ...log, log_message: 'two' },
    { notification_type: 'processRestarted', pid: 8 },
    { notification_type: 'sessionTerminated', exit_code: 143 },
  ]);
});

test('a controller receives the reason of a failure before the end of the session', async (context) => {
  const opened = await openDelivery(context);
  const connection = new HandDrivenConnection();
  opened.delivery.connect('one', connection);
  const { events, session } = await opened.begin('one');
  events.failed(new HumanError('RuntimeNotFound', 'cobol is not installed.'));
  const session_id = session.metadata.name;
  assert.deepEqual(connection.notifications, [
    {
      notification_type: 'serviceLogs',
      session_id,
      is_std_err: true,
      log_message: 'cobol is not installed.',
    },
    {
      notification_type: 'sessionMessage',
      session_id,
      level: 'error',
      message: 'cobol is not installed.',
      code: 'RuntimeNotFound',
    },
    { notification_type: 'sessionTerminated', session_id, exit_code: 1 },
  ]);
});

test('controllers never receive notifications for others', async (context) => {
  const opened = await openDelivery(context);
  const controllers = ['one', 'two', 'three'];
  const connections = new Map<string, HandDrivenConnection[]>();
  const connect = (instanceId: string): void => {
    const connection = new HandDrivenConnection();
    connections.set(instanceId, [...(connections.get(instanceId) ?? []), connection]);
    opened.delivery.connect(instanceId, connection);
  };
  controllers.forEach(connect);
  const step = fc.tuple(
    fc.constantFrom(...controllers),
    fc.constantFrom('write', 'write', 'write', 'reconnect', 'restart'),
  );
  const runs = new Map<string, Awaited<ReturnType<typeof opened.run>>>();
  for (const instanceId of controllers) runs.set(instanceId, await opened.run(instanceId));
  const written = new Map<string, number>();
  for (const [instanceId, what] of fc.sample(step, 500)) {
    const run = runs.get(instanceId);
    if (what === 'reconnect') connect(instanceId);
    else if (what === 'restart') run?.events.started(undefined);
    else {
      run?.write(`${instanceId}\n`);
      written.set(instanceId, (written.get(instanceId) ?? 0) + 1);
    }
    await turn();
  }
  for (const instanceId of controllers) {
    const heard = (connections.get(instanceId) ?? []).flatMap(({ notifications }) => notifications);
    const name = runs.get(instanceId)?.session.metadata.name;
    assert.ok(heard.every(({ session_id }) => session_id === name));
    const logs = heard.filter(({ notification_type }) => notification_type === 'serviceLogs');
    assert.ok(logs.length >= (written.get(instanceId) ?? 0));
    assert.ok(JSON.stringify(logs).replaceAll(`"${instanceId}"`, '').indexOf('\\n') === -1);
  }
});

test('sessions of the user are not reported to controllers', async (context) => {
  const opened = await openDelivery(context);
  const { clock, delivery, runner, sessions } = opened;
  const before = new HandDrivenConnection();
  delivery.connect('one', before);
  const launchConfiguration = { type: 'node', script_path: 'app.js' };
  const { name } = sessions.create({ kind: 'user' }, { launchConfiguration, env: [] }).metadata;
  sessions.start(name);
  await turn();
  const run = runner.of(name);
  run.events.message('info', 'Beginning.');
  run.events.started(7);
  run.write('line\n');
  clock.advance(10 * controllerTimeout);
  assert.equal(run.stops, 0, "a user's session outlives all controllers");
  run.events.ended(0);
  sessions.remove(name);
  const after = new HandDrivenConnection();
  for (const instanceId of ['one', 'user', 'undefined', '']) delivery.connect(instanceId, after);
  assert.deepEqual([before.notifications, after.notifications], [[], []]);
});

test('sessions of one controller share its connection', async (context) => {
  const opened = await openDelivery(context);
  const connection = new HandDrivenConnection();
  opened.delivery.connect('one', connection);
  const runs = [await opened.run('one'), await opened.run('one')];
  runs.forEach((run, index) => run.write(`session ${index}\n`));
  const logs = connection.notifications.filter((one) => one.notification_type === 'serviceLogs');
  assert.deepEqual(
    logs.map(({ session_id }) => session_id),
    runs.map(({ session }) => session.metadata.name),
  );
});

test('multi-byte characters are delivered whole wherever the output was cut', async (context) => {
  const opened = await openDelivery(context);
  const text = 'é → 𝄞 \u{1f468}\u200d\u{1f469} "quoted" \\n \u2028 <&>\ttab\r\n';
  const cuts = fc.array(fc.nat({ max: Buffer.byteLength(text) }), { maxLength: 20 });
  let count = 0;
  const property = fc.asyncProperty(cuts, async (places) => {
    const connection = new HandDrivenConnection();
    const instanceId = `controller ${count++}`;
    opened.delivery.connect(instanceId, connection);
    const run = await opened.run(instanceId);
    const bytes = Buffer.from(text);
    const borders = [0, ...places.toSorted((one, other) => one - other), bytes.length];
    borders.slice(1).forEach((end, index) => {
      void run.events.output('stdout', bytes.subarray(borders[index], end));
    });
    run.events.ended(0);
    assert.equal(connection.output, text);
  });
  await fc.assert(property, { numRuns: 100 });
});

test('flushing waits for connected controllers only', async (context) => {
  const opened = await openDelivery(context);
  const slow = new HandDrivenConnection({ isFluent: false });
  opened.delivery.connect('slow', slow);
  (await opened.run('slow')).write('line\n');
  (await opened.run('absent')).write('line\n');
  let isFlushed = false;
  const flushed = opened.delivery.flush(1000).then(() => {
    isFlushed = true;
  });
  await turn();
  assert.equal(isFlushed, false);
  while (slow.pings.length > 0) slow.pong();
  await flushed;
});

test('flushing ends after its timeout, however slow a connection is', async (context) => {
  const opened = await openDelivery(context);
  opened.delivery.connect('slow', new HandDrivenConnection({ isFluent: false }));
  (await opened.run('slow')).write('line\n');
  const flushed = opened.delivery.flush(1000);
  opened.clock.advance(1000);
  await flushed;
});

test('closing sends a Close on every connection', async (context) => {
  const { delivery } = await openDelivery(context);
  const connections = [new HandDrivenConnection(), new HandDrivenConnection()];
  connections.forEach((connection, index) => delivery.connect(`${index}`, connection));
  delivery.close(1001, 'The endpoint is closing.');
  for (const { closedWith } of connections) {
    assert.deepEqual(closedWith, { code: 1001, reason: 'The endpoint is closing.' });
  }
});
