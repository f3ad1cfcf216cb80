import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ApiClient } from '../../../src/api/client/apiClient.ts';
import type { ApiObject } from '../../../src/api/client/objects.ts';
import { ResourceClient } from '../../../src/api/client/resourceClient.ts';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { hostLabel } from '../../../src/protocol/ideSession.ts';
import { quantile, type Result, result, resultIn } from '../support/results.ts';

const hostCount = 20;
const sessionCount = 10_000;
/** How many sessions are created at the same time. */
const creators = 4;

const schema = z.object({
  metadata: z.object({ name: z.string() }),
  status: z.optional(z.object({ state: z.optional(z.string()) })),
});

interface Session extends ApiObject {
  readonly status?: { readonly state?: string | undefined } | undefined;
}

/** How long each session took from its creation until it ran, in milliseconds. */
interface Round {
  readonly times: readonly number[];
  readonly requests: number;
}

/**
 * How long sessions take to run on many hosts of one name, which compete for them, compared with as
 * many hosts that each have sessions and a name of their own.
 */
export async function measureManyHosts(): Promise<Result[]> {
  const own = await measure((index) => `host-${index}`);
  const shared = await measure(() => 'shared');
  const what = `${sessionCount} sessions on ${hostCount} hosts of one name, next to ${hostCount} names`;
  const at = (share: number): Result =>
    result(
      `${what}: creation until Running, p${share * 100}`,
      quantile(shared.times, share),
      quantile(own.times, share),
    );
  const perSession = ({ requests }: Round): number => requests / sessionCount;
  return [
    at(0.5),
    at(0.99),
    resultIn('requests', `${what}: API requests per session`, perSession(shared), perSession(own)),
  ];
}

async function measure(getHostName: (index: number) => string): Promise<Round> {
  const hub = fork(join(import.meta.dirname, 'hub.ts'));
  const [port] = (await once(hub, 'message')) as [number];
  const hosts: ChildProcess[] = [];
  for (let index = 0; index < hostCount; index++) {
    const host = fork(join(import.meta.dirname, 'host.ts'), [String(port), getHostName(index)]);
    hosts.push(host);
    await once(host, 'message');
  }
  const access = {
    server: `http://127.0.0.1:${port}`,
    trust: { isUnchecked: false },
    credentials: { kind: 'none' },
  } as const;
  const client = new ApiClient({ kind: 'cluster', access, isPluginAllowed: false }, systemClock);
  const api = new ResourceClient<Session>(client, collectionPath, schema);
  const times = await timeAll(api, getHostName);
  hub.send('requests');
  const [requests] = (await once(hub, 'message')) as [number];
  client.dispose();
  for (const child of [...hosts, hub]) {
    const exit = once(child, 'exit');
    child.disconnect();
    await exit;
  }
  return { times, requests };
}

async function timeAll(
  api: ResourceClient<Session>,
  getHostName: (index: number) => string,
): Promise<readonly number[]> {
  const created = new Map<string, number>();
  const times: number[] = [];
  const end = new AbortController();
  const { resourceVersion } = await api.list();
  const events = await api.watch({ resourceVersion, signal: end.signal });
  const watched = (async () => {
    for await (const event of events) {
      if (event.type === 'BOOKMARK' || event.object.status?.state !== 'Running') continue;
      const { name } = event.object.metadata;
      const begun = created.get(name);
      if (begun === undefined) continue;
      created.delete(name);
      times.push(performance.now() - begun);
      if (times.length === sessionCount) return;
    }
  })();
  let next = 0;
  const createSome = async (): Promise<void> => {
    for (let index = next++; index < sessionCount; index = next++) {
      const name = `session-${index}`;
      created.set(name, performance.now());
      await api.create({
        metadata: { name, labels: { [hostLabel]: getHostName(index % hostCount) } },
        spec: {
          launchConfigurations: '[{"type":"node","script_path":"/app.js"}]',
          desiredState: 'Running',
        },
      });
    }
  };
  await Promise.all([watched, ...Array.from({ length: creators }, createSome)]);
  end.abort();
  return times;
}
