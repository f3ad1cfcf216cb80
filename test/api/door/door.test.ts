import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request, type RequestListener } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { Door } from '../../../src/api/door/door.ts';
import { type FindStart, toDoorEntry } from '../../../src/api/door/doorEntry.ts';
import { listDoors } from '../../../src/api/door/doorRegistry.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const user = process.getuid?.();
const running = new Map([[process.pid, '111']]);
const findStart: FindStart = (pid) => Promise.resolve(running.get(pid));

interface DoorFixture {
  readonly folder: string;
  readonly path: string;
  readonly door: Door;
}

async function openDoor(
  context: TestContext,
  {
    connectionLimit = 10,
    handler = (_, response) => void response.end('here'),
  }: {
    readonly connectionLimit?: number;
    readonly handler?: RequestListener;
  } = {},
): Promise<DoorFixture> {
  const folder = join(await temporaryFolder(context), 'doors');
  const log = new RecordingLog();
  const options = { folder, user, findStart, handler, clock: systemClock, log, connectionLimit };
  const door = await Door.open(options);
  afterTest(context, () => door.close());
  return { folder, path: toDoorEntry(folder, process.pid, '111').path, door };
}

function ask(socketPath: string): ClientRequest {
  return request({ socketPath, agent: false }).end();
}

async function answerOf(asked: ClientRequest): Promise<string> {
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return text(response);
}

test('a door answers through a socket that only its owner can use', async (context) => {
  const { folder, path } = await openDoor(context);
  assert.equal(await answerOf(ask(path)), 'here');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(folder), [`${process.pid}-111.sock`]);
});

test('a closed door leaves no socket, and ends open answers', async (context) => {
  const heads: IncomingMessage[] = [];
  const { door, folder, path } = await openDoor(context, {
    handler: (_, response) => void response.write('never ends'),
  });
  const asked = ask(path).on('response', (response) => heads.push(response));
  asked.on('error', () => {});
  await once(asked, 'response');
  const lost = once(heads[0] ?? asked, 'error');
  await door.close();
  await lost;
  assert.deepEqual(readdirSync(folder), []);
});

test('connections beyond the limit of a door are refused, and do not disturb the others', async (context) => {
  const { path } = await openDoor(context, { connectionLimit: 3 });
  const held: Socket[] = [];
  for (let count = 0; count < 3; count++) {
    const socket = connect(path);
    afterTest(context, () => socket.destroy());
    await once(socket, 'connect');
    held.push(socket);
  }
  await assert.rejects(answerOf(ask(path)));
  held[0]?.end('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  assert.match(await text(held[0] as Socket), /here$/);
  assert.equal(await answerOf(ask(path)), 'here');
});

test('doors are listed by pid, and other files are ignored', async (context) => {
  const { folder, path } = await openDoor(context);
  writeFileSync(join(folder, 'notes.txt'), '');
  writeFileSync(join(folder, '1-2-3.sock'), '');
  assert.deepEqual(await listDoors(folder, { findStart, user }), [
    { pid: process.pid, started: '111', path },
  ]);
});

test('there are no doors without their folder, or with a file above it', async (context) => {
  const root = await temporaryFolder(context);
  writeFileSync(join(root, 'file'), '');
  for (const folder of [join(root, 'doors'), join(root, 'file', 'doors')]) {
    assert.deepEqual(await listDoors(folder, { findStart, user }), []);
  }
});

test('a folder for sockets that cannot be looked at is named', async (context) => {
  const folder = join(await temporaryFolder(context), 'x'.repeat(300));
  await assert.rejects(listDoors(folder, { findStart, user }), {
    code: 'UnsafeDoorFolder',
    message: /^The folder .*xxx can't be used \(ENAMETOOLONG\)\. .* set XDG_RUNTIME_DIR/,
  });
});

test('a socket that a crash has left is removed, also if another process has its pid', async (context) => {
  const { folder, path } = await openDoor(context);
  const gone = toDoorEntry(folder, 4_000_000_000, '111').path;
  const reused = toDoorEntry(folder, process.pid, '110').path;
  for (const left of [gone, reused]) writeFileSync(left, '');
  const doors = await listDoors(folder, { findStart, user });
  assert.deepEqual(
    doors.map((door) => door.path),
    [path],
  );
  assert.deepEqual([existsSync(gone), existsSync(reused)], [false, false]);
});

test('a socket that answers is kept though its process is unknown, as that of a container is', async (context) => {
  const { folder } = await openDoor(context);
  const { path } = toDoorEntry(folder, 4_000_000_000, '111');
  const server = createServer((socket) => socket.destroy()).listen(path);
  afterTest(context, () => server.close());
  await once(server, 'listening');
  const doors = await listDoors(folder, { findStart, user });
  assert.equal(doors.length, 1);
  assert.ok(existsSync(path));
});

test('a socket whose path would be too long is refused with the remedy', async (context) => {
  const folder = join(await temporaryFolder(context), 'x'.repeat(100));
  const log = new RecordingLog();
  const handler: RequestListener = () => {};
  await assert.rejects(
    Door.open({ folder, user, findStart, handler, clock: systemClock, log, connectionLimit: 1 }),
    { code: 'DoorPathTooLong', message: /XDG_RUNTIME_DIR/ },
  );
});

test('the longest path that is accepted can be listened on', async (context) => {
  const root = await temporaryFolder(context);
  const limit = process.platform === 'linux' ? 107 : 103;
  const name = `${process.pid}-111.sock`;
  const folder = join(root, 'x'.repeat(limit - root.length - name.length - 2));
  const { path } = toDoorEntry(folder, process.pid, '111');
  assert.equal(path.length, limit);
  assert.throws(() => toDoorEntry(`${folder}x`, process.pid, '111'), { code: 'DoorPathTooLong' });
  const options = { folder, user, findStart, clock: systemClock, connectionLimit: 1 };
  const door = await Door.open({
    ...options,
    handler: (_, response) => void response.end('here'),
    log: new RecordingLog(),
  });
  afterTest(context, () => door.close());
  assert.equal(await answerOf(ask(path)), 'here');
});
