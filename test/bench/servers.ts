// A server process for the benchmarks: `servers.ts endpoint` is the session host with programs that do
// nothing, `servers.ts bare` a node:https server that reads the body and gives the same answer.

import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { systemClock } from '../../src/common/clock.ts';
import type { Log } from '../../src/common/log.ts';
import { createCertificate } from '../../src/endpoint/certificate.ts';
import { SessionHost } from '../../src/endpoint/sessionHost.ts';
import { defaultSettings } from '../../src/endpoint/settings.ts';
import type { Runner } from '../../src/sessions/runner.ts';

/** How the measuring process reaches a server. */
export interface ServerAddress {
  readonly port: number;
  readonly certificate: string;
  readonly token: string;
}

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Programs that end as soon as they have begun. */
const idleRunner: Runner = {
  run(_session, events) {
    events.started(1);
    events.ended(0);
    return { stop: () => Promise.resolve() };
  },
};

async function openEndpoint(): Promise<ServerAddress> {
  const host = await SessionHost.open({
    runner: idleRunner,
    launchContext: { workspace: tmpdir(), environment: process.env, platform: process.platform },
    settings: defaultSettings,
    clock: systemClock,
    log: silent,
    logFolder: `${tmpdir()}/ide-session-host-bench-${process.pid}`,
    port: 0,
  });
  const { certificate, port, token } = host.endpoint;
  return { port, certificate, token: token.reveal() };
}

async function openBare(): Promise<ServerAddress> {
  const { certificate, certificateBase64, key } = await createCertificate(new Date());
  const server = createServer({ cert: certificate, key }, (request, response) => {
    request.resume();
    request.once('end', () => {
      const isInfo = request.method === 'GET';
      response.statusCode = isInfo ? 200 : 201;
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.end(isInfo ? '{"protocols_supported":[],"supported_launch_configurations":[]}' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    certificate: certificateBase64,
    token: '-',
  };
}

const address = process.argv[2] === 'bare' ? await openBare() : await openEndpoint();
process.send?.(address);
process.once('disconnect', () => process.exit());
