import { Client } from './latency/client.ts';
import {
  deleteSession,
  getInfo,
  putSession,
  type Request,
  stayingScript,
} from './latency/requests.ts';
import { lateness } from './support/lateness.ts';
import { quantile, ratioAtMost, type Result, result } from './support/results.ts';
import { startServer } from './support/serverProcess.ts';

const warmUp = 500;
const rounds = 10;
const requestsOfRound = 300;
/** The limit for the median, as a multiple of the bare server's. */
const maxRatio = 1.5;

/** A number of equal requests, which the client may have to prepare. */
type Requests = (client: Client, count: number) => Promise<readonly Request[]>;

/** Repeats the same request. */
export function repeated(request: Request): Requests {
  return (_client, count) => Promise.resolve(Array.from({ length: count }, () => request));
}

/** Creates running sessions, to stop them. */
const deletions: Requests = async (client, count) => {
  const requests: Request[] = [];
  for (let made = 0; made < count; made++) {
    const { location } = await client.send(putSession(stayingScript));
    requests.push(deleteSession(location));
  }
  return requests;
};

// Deletions and their preparation are last, so that they don't affect the others.
const measured: Readonly<Record<string, Requests>> = {
  '`GET /info`': repeated(getInfo),
  '`PUT /run_session` with 40 variables': repeated(putSession('app.js')),
  '`DELETE /run_session/{id}` of a session that runs': deletions,
};

/** Response times over a kept connection, compared with those of a bare server in the same run. */
export async function measureLatency(): Promise<Result[]> {
  const host = await startServer('support/hostProcess.ts');
  const bareServer = await startServer('support/bareServer.ts');
  const clients = [new Client(host), new Client(bareServer)];
  const results: Result[] = [];
  await Promise.all([host.measures(), bareServer.measures()]);
  for (const [name, requests] of Object.entries(measured)) {
    const [ours = [], bare = []] = await measureAlternately(clients, requests);
    const at = (share: number): [number, number] => [quantile(ours, share), quantile(bare, share)];
    results.push(result(`${name}, p50`, ...at(0.5), ratioAtMost(maxRatio)));
    results.push(result(`${name}, p99`, ...at(0.99)));
  }
  results.push(...lateness(await host.measures(), await bareServer.measures()));
  for (const client of clients) client.close();
  await Promise.all([host.end(), bareServer.end()]);
  return results;
}

/** The times of each client, measured alternately, so that other load affects both. */
export async function measureAlternately(
  clients: readonly Client[],
  requests: Requests,
): Promise<number[][]> {
  for (const client of clients) await getTimes(client, await requests(client, warmUp));
  const times: number[][] = clients.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, client] of clients.entries()) {
      const prepared = await requests(client, requestsOfRound);
      times[index]?.push(...(await getTimes(client, prepared)));
    }
  }
  return times;
}

async function getTimes(client: Client, requests: readonly Request[]): Promise<number[]> {
  const times: number[] = [];
  for (const request of requests) times.push((await client.send(request)).took);
  return times;
}
