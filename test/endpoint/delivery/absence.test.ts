import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  controllerTimeout,
  departureTimeout,
  openDelivery,
} from '../../../tools/fixtures/endpoint/deliveryFixture.ts';
import { HandDrivenConnection } from '../../../tools/fixtures/endpoint/handDrivenConnection.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

test('a controller that does not reconnect loses its sessions', async (context) => {
  const opened = await openDelivery(context);
  const { clock, log, sessions } = opened;
  const connection = new HandDrivenConnection();
  opened.delivery.connect('one', connection);
  const runs = [await opened.run('one'), await opened.run('one')];
  connection.break();
  clock.advance(controllerTimeout - 1);
  await turn();
  assert.deepEqual(
    runs.map(({ stops }) => stops),
    [0, 0],
  );
  clock.advance(1);
  await until('all are asked to stop', () => runs.every(({ stops }) => stops === 1));
  for (const { events } of runs) events.ended(143);
  await until('none is kept', () => sessions.list().length === 0);
  assert.match(
    log.lines.join('\n'),
    /^info Controller one was disconnected for 60 s\. Stopping 2 of its sessions/m,
  );
});

for (const code of [1000, 1001]) {
  test(`a controller that left with ${code} is waited for less long`, async (context) => {
    const opened = await openDelivery(context);
    const connection = new HandDrivenConnection();
    opened.delivery.connect('one', connection);
    const run = await opened.run('one');
    connection.break(code);
    opened.clock.advance(departureTimeout - 1);
    await turn();
    assert.equal(run.stops, 0);
    opened.clock.advance(1);
    await until('it is asked to stop', () => run.stops === 1);
  });
}

test('a controller that never connects loses its sessions, too', async (context) => {
  const opened = await openDelivery(context);
  const run = await opened.run('one');
  opened.clock.advance(controllerTimeout);
  await until('it is asked to stop', () => run.stops === 1);
});

test('a controller that reconnects in time keeps its sessions and receives what it missed', async (context) => {
  const opened = await openDelivery(context);
  const first = new HandDrivenConnection();
  opened.delivery.connect('one', first);
  const run = await opened.run('one');
  await turn();
  for (let count = 0; count < 3; count++) {
    first.break();
    run.write(`missed ${count}\n`);
    opened.clock.advance(controllerTimeout - 1);
    const next = new HandDrivenConnection();
    opened.delivery.connect('one', next);
    await until('the missed line is received', () => next.output === `missed ${count}\n`);
    await turn();
    next.break();
  }
  assert.equal(run.stops, 0);
});

test('a connected controller may be silent for as long as it likes', async (context) => {
  const opened = await openDelivery(context);
  opened.delivery.connect('one', new HandDrivenConnection());
  const run = await opened.run('one');
  await opened.pass(20 * controllerTimeout);
  assert.equal(run.stops, 0);
});

test('closing a replaced connection does not count as a disconnect', async (context) => {
  const opened = await openDelivery(context);
  const [older, newer] = [new HandDrivenConnection(), new HandDrivenConnection()];
  opened.delivery.connect('one', older);
  opened.delivery.connect('one', newer);
  const run = await opened.run('one');
  older.break();
  await opened.pass(2 * controllerTimeout);
  assert.equal(run.stops, 0);
});

test("a controller's disconnect does not affect other controllers", async (context) => {
  const opened = await openDelivery(context);
  opened.delivery.connect('there', new HandDrivenConnection());
  const [away, there] = [await opened.run('away'), await opened.run('there')];
  opened.clock.advance(controllerTimeout);
  await until("the disconnected controller's session is asked to stop", () => away.stops === 1);
  assert.equal(there.stops, 0);
});

test('a controller that reconnects too late receives the end of its sessions', async (context) => {
  const opened = await openDelivery(context);
  const run = await opened.run('one');
  opened.clock.advance(controllerTimeout);
  await until('it is asked to stop', () => run.stops === 1);
  run.events.ended(143);
  const late = new HandDrivenConnection();
  opened.delivery.connect('one', late);
  assert.equal(late.notifications.at(-1)?.notification_type, 'sessionTerminated');
});

test('a disconnected controller without pending notifications is removed', async (context) => {
  const opened = await openDelivery(context);
  const connection = new HandDrivenConnection();
  opened.delivery.connect('one', connection);
  const run = await opened.run('one');
  run.events.ended(0);
  await opened.delivery.flush(1000);
  connection.break();
  // A controller with kept notifications is waited for.
  assert.equal(opened.clock.pending, 0);
  const again = new HandDrivenConnection();
  opened.delivery.connect('one', again);
  await turn();
  assert.deepEqual(again.sent, []);
});

test('everything kept for a controller that never returns is removed eventually', async (context) => {
  const opened = await openDelivery(context);
  const { clock, sessions } = opened;
  opened.runner.onStop = ({ events }) => events.ended(143);
  for (let count = 0; count < 10; count++) {
    (await opened.run(`controller ${count}`)).write('never heard\n');
  }
  assert.equal(clock.pending, 10);
  clock.advance(controllerTimeout);
  await until('no session is kept', () => sessions.list().length === 0);
  clock.advance(controllerTimeout);
  assert.equal(clock.pending, 0);
  const late = new HandDrivenConnection();
  opened.delivery.connect('controller 0', late);
  await turn();
  assert.deepEqual(late.sent, []);
});

test('no disconnect timer fires once the delivery is disposed', async (context) => {
  const opened = await openDelivery(context);
  const run = await opened.run('one');
  opened.delivery.dispose();
  assert.equal(opened.clock.pending, 0);
  run.write('nobody hears this\n');
  opened.clock.advance(2 * controllerTimeout);
  await turn();
  assert.equal(run.stops, 0);
});
