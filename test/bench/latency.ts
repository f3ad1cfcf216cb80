import { Agent, request } from 'node:https';
import { trust } from '../support/rawConnection.ts';
import { type ServerProcess, startServer } from './serverProcess.ts';
import { quantile, type Result, result } from './statistics.ts';

const warmUp = 500;
const rounds = 10;
const requestsOfRound = 300;
/** What a controller's wait must stay below, in milliseconds. */
const target = 1;

const runRequest = JSON.stringify({
  launch_configurations: [{ type: 'node', script_path: 'app.js', mode: 'NoDebug' }],
  env: Array.from({ length: 40 }, (_, index) => ({
    name: `SOME_VARIABLE_${index}`,
    value: `https://localhost:${5000 + index}/some/value`,
  })),
  args: ['--urls', 'http://localhost:5000'],
});

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly status: number;
}

const requests: Readonly<Record<string, Request>> = {
  'GET /info': { method: 'GET', path: '/info', status: 200 },
  'PUT /run_session': {
    method: 'PUT',
    path: '/run_session?api-version=2025-10-01',
    body: runRequest,
    status: 201,
  },
};

/** A client that keeps one connection. */
class Client {
  readonly #server: ServerProcess;
  readonly #agent: Agent;

  constructor(server: ServerProcess) {
    this.#server = server;
    this.#agent = new Agent({ ...trust(server.certificate), keepAlive: true, maxSockets: 1 });
  }

  /** Sends a request and gives how long it took until its answer had come whole, in milliseconds. */
  send({ method, path, body, status }: Request): Promise<number> {
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent: this.#agent,
          host: '127.0.0.1',
          port: this.#server.port,
          method,
          path,
          headers: {
            host: `localhost:${this.#server.port}`,
            authorization: `Bearer ${this.#server.token}`,
            'microsoft-developer-dcp-instance-id': 'bench',
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
            }),
          },
        },
        (response) => {
          if (response.statusCode !== status) {
            reject(new Error(`${method} ${path} was answered ${response.statusCode}.`));
          }
          response.resume().once('end', () => resolve(performance.now() - begun));
        },
      );
      outgoing.once('error', reject).end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** How long answers take over a kept connection, next to those of a bare server in the same run. */
export async function measureLatency(): Promise<Result[]> {
  const servers = [await startServer('hostProcess.ts'), await startServer('bareServer.ts')];
  const clients = servers.map((server) => new Client(server));
  const results: Result[] = [];
  for (const [name, one] of Object.entries(requests)) {
    const times = await measure(clients, one);
    const [ours = [], bare = []] = times;
    results.push(result(`${name} p50`, quantile(ours, 0.5), quantile(bare, 0.5), target));
    results.push(result(`${name} p99`, quantile(ours, 0.99), quantile(bare, 0.99)));
  }
  for (const client of clients) client.close();
  await Promise.all(servers.map((server) => server.end()));
  return results;
}

/** The times of each client, measured in turns, so that what else happens befalls both alike. */
async function measure(clients: readonly Client[], one: Request): Promise<number[][]> {
  const times: number[][] = clients.map(() => []);
  for (const client of clients) {
    for (let count = 0; count < warmUp; count++) await client.send(one);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [index, client] of clients.entries()) {
      for (let count = 0; count < requestsOfRound; count++) {
        times[index]?.push(await client.send(one));
      }
    }
  }
  return times;
}
