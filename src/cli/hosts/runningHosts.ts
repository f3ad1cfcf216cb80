import { ApiClient } from '../../api/client/apiClient.ts';
import { type DoorEntry, getAddress } from '../../api/door/doorEntry.ts';
import { listDoors } from '../../api/door/doorRegistry.ts';
import { type HostFacts, hostFactsSchema } from '../../api/door/hostFacts.ts';
import { systemClock, withTimeout } from '../../common/clock.ts';
import { getDoorFolder } from '../../host/hostDoor.ts';
import { findStart } from '../../host/processStart.ts';

/** A host that answers. */
export interface RunningHost {
  readonly facts: HostFacts;
  readonly client: ApiClient;
}

/** How long a host may take to answer, in milliseconds. A stopped process never does. */
const answerTimeout = 2_000;

/** Returns the hosts of this user that answer, by pid. Throws a HumanError if their folder is not safe. */
export async function findRunningHosts(): Promise<readonly RunningHost[]> {
  const doors = await listDoors(getDoorFolder(), { findStart, user: process.getuid?.() });
  const hosts = await Promise.all(
    doors.map((door) =>
      withTimeout(systemClock, answerTimeout, ask(door), undefined).catch(() => undefined),
    ),
  );
  return hosts.filter((host) => host !== undefined);
}

async function ask(door: DoorEntry): Promise<RunningHost | undefined> {
  const client = new ApiClient({ kind: 'socket', path: getAddress(door) }, systemClock);
  const answer = await client.send({ method: 'GET', path: '/host' });
  const parsed = hostFactsSchema.safeParse(answer);
  return parsed.success ? { facts: parsed.data, client } : undefined;
}
