import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { isRunning, untilGone } from '../../../tools/fixtures/processes/processes.ts';
import {
  listening,
  sayReady,
  scriptPlan,
  ServerFixture,
} from '../../projects/serving/serverFixture.ts';

const limit = { timeout: 600_000 };

/** A port without a listener. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return address.port;
}

/** A port on which this process listens. */
async function takenPort(context: TestContext): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  afterTest(context, () => server.close());
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return address.port;
}

test(
  'a server is ready, at all its addresses, when it reports that it has started',
  limit,
  async (context) => {
    const code = listening(
      `console.log('Now listening on: https://localhost:1'); setTimeout(() => { ${sayReady} }, 100);`,
    );
    const lease = await new ServerFixture(context).acquire(scriptPlan(code));
    assert.equal(lease.urls.length, 2);
    assert.equal(lease.urls[0], 'https://localhost:1');
    const [, url = ''] = lease.urls;
    assert.equal(await (await fetch(url)).text(), String(lease.pid));
  },
);

test('a server that only reports its address is ready soon after', limit, async (context) => {
  const code = listening("console.log('Now listening on: ' + url);");
  const lease = await new ServerFixture(context).acquire(scriptPlan(code));
  assert.equal(lease.urls.length, 1);
});

test('a server without output is ready when its port responds', limit, async (context) => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const plan = scriptPlan(listening(''), [url], { ASPNETCORE_URLS: url });
  const lease = await new ServerFixture(context).acquire(plan);
  assert.deepEqual(lease.urls, [url]);
});

test('the reported address takes precedence over the planned one', limit, async (context) => {
  const planned = `http://127.0.0.1:${await freePort()}`;
  const lease = await new ServerFixture(context).acquire(
    scriptPlan(listening(sayReady), [planned]),
  );
  assert.notDeepEqual(lease.urls, [planned]);
});

test('a server that never listens is ended at the timeout', limit, async (context) => {
  const fixture = new ServerFixture(context, { readyTimeout: 600 });
  const error = await fixture.failure(
    scriptPlan("console.log('pid ' + process.pid); setInterval(() => {}, 1_000);"),
  );
  assert.equal(error.code, 'ServerNotReady');
  assert.match(error.message, /Shop did not listen within 0\.6 seconds/);
  const [, pid] = /pid (\d+)/.exec(error.message) ?? [];
  assert.equal(isRunning(Number(pid)), false);
});

test(
  'the error of a server that exits before it listens quotes its last lines',
  limit,
  async (context) => {
    const code = "console.log('one'); console.error('no database'); process.exitCode = 3;";
    const error = await new ServerFixture(context).failure(scriptPlan(code));
    assert.equal(error.code, 'ServerNotStarted');
    assert.match(error.message, /Shop ended with exit code 3/);
    assert.match(error.message, /one/);
    assert.match(error.message, /no database/);
  },
);

test('the error of a server that exits without output says so', limit, async (context) => {
  const error = await new ServerFixture(context).failure(scriptPlan('process.exitCode = 4;'));
  assert.equal(error.code, 'ServerNotStarted');
  assert.match(error.message, /exit code 4.*It wrote no output/);
});

test('a missing command is named', limit, async (context) => {
  const plan = scriptPlan('');
  const program = { ...plan.program, command: 'no-such-command' };
  const error = await new ServerFixture(context).failure({ ...plan, program });
  assert.equal(error.code, 'RuntimeNotFound');
});

test('reports a missing certificate and how to create one', limit, async (context) => {
  const code =
    "console.error('Unable to configure HTTPS endpoint. No server certificate was specified, and'); process.exitCode = 134;";
  const error = await new ServerFixture(context).failure(scriptPlan(code));
  assert.equal(error.code, 'CertificateMissing');
  assert.match(error.message, /dotnet dev-certs https/);
});

test('reports a port in use and its process before the start', limit, async (context) => {
  const port = await takenPort(context);
  const plan = scriptPlan('process.exitCode = 9;', [`http://localhost:${port}`]);
  const error = await new ServerFixture(context).failure(plan);
  assert.equal(error.code, 'PortTaken');
  assert.match(error.message, new RegExp(`port ${port}`));
  assert.match(error.message, /launch profile http/);
  if (process.platform === 'linux') {
    assert.match(error.message, new RegExp(`\\(process ${process.pid}\\)`));
  }
});

test('a port in use that only the server reports is named too', limit, async (context) => {
  const port = await takenPort(context);
  const code = `console.error('Failed to bind to address http://127.0.0.1:${port}: address already in use.'); process.exitCode = 134;`;
  const error = await new ServerFixture(context).failure({
    ...scriptPlan(code),
    profile: undefined,
  });
  assert.equal(error.code, 'PortTaken');
  assert.match(error.message, new RegExp(`port ${port}.*ASPNETCORE_URLS`));
});

test(
  "a port used by a server of this window is reported with the server's name",
  limit,
  async (context) => {
    const fixture = new ServerFixture(context);
    const lease = await fixture.acquire({ ...scriptPlan(listening(sayReady)), name: 'Blog' });
    const error = await fixture.failure(scriptPlan('', lease.urls));
    assert.equal(error.code, 'PortTaken');
    if (process.platform === 'linux') assert.match(error.message, /Blog, started by this window/);
  },
);

test('a cancelled server is stopped and its exit code reported', limit, async (context) => {
  const fixture = new ServerFixture(context);
  const abort = new AbortController();
  const plan = scriptPlan(
    "process.on('SIGTERM', () => process.exit(7)); console.log('pid ' + process.pid); setInterval(() => {}, 1_000);",
  );
  let pid = 0;
  const exitCodes: (number | undefined)[] = [];
  const listener = {
    output(_stream: string, chunk: Uint8Array): undefined {
      pid = Number(/pid (\d+)/.exec(Buffer.from(chunk).toString('utf8'))?.[1]);
      abort.abort(new Error('given up'));
    },
    started() {},
    givenBack: (exitCode: number | undefined) => exitCodes.push(exitCode),
  };
  await assert.rejects(fixture.acquire(plan, { listener, signal: abort.signal }), /given up/);
  assert.deepEqual(exitCodes, [7]);
  await untilGone([pid]);
  await assert.rejects(fixture.acquire(plan, { signal: abort.signal }), /given up/);
});
