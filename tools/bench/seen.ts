import { Controller } from '../controller/controller.ts';
import { afterTest } from '../fixtures/afterTest.ts';
import { type ApiHost, startApiHost } from '../fixtures/api/apiHost.ts';
import { writeProgram } from '../fixtures/processes/samplePrograms.ts';
import { withFixtures } from './support/fixtureContext.ts';
import { quantile, type Result, result } from './support/results.ts';
import {
  type StartClient,
  startCommand,
  startKubectl,
  startStream,
  startWatch,
} from './seen/clients.ts';
import { Sightings } from './seen/sightings.ts';

const rounds = 5;
const sessionsOfRound = 10;
/** How many sessions of each round are not counted. In the first, clients may still be starting. */
const warmUp = 3;

/** When the first and the last client reported a new session as running, in milliseconds after the request. */
interface Seen {
  readonly first: number;
  readonly last: number;
}

/**
 * How far apart kubectl, `sessions watch` and a controller see a new session of the controller,
 * compared with how long it takes until a single watch sees one.
 */
export async function measureSeen(): Promise<Result[]> {
  const alone: Seen[] = [];
  const together: Seen[] = [];
  await withFixtures(async (context) => {
    const host = await startApiHost(context);
    await writeProgram(host.cli.folder, 'waiting');
    for (let round = 0; round < rounds; round++) {
      alone.push(...(await measure(host, [startWatch])));
      together.push(...(await measure(host, [startKubectl, startCommand, startStream])));
    }
    await host.cli.end();
  });
  const single = alone.map(({ last }) => last);
  const compare = (what: string, times: readonly number[]): Result[] =>
    [0.5, 0.95].map((share) =>
      result(`${what}, p${share * 100}`, quantile(times, share), quantile(single, share)),
    );
  return [
    ...compare(
      'new session, from the first to the last of `kubectl get -w`, `sessions watch` and a controller to see it, next to one watch from the request',
      together.map(({ first, last }) => last - first),
    ),
    ...compare(
      'new session, from the request to the last of the three, next to one watch',
      together.map(({ last }) => last),
    ),
  ];
}

/** Creates sessions one after the other while these clients, and no others, are connected to the host. */
function measure(host: ApiHost, clients: readonly StartClient[]): Promise<readonly Seen[]> {
  return withFixtures(async (context) => {
    const controller = Controller.fromEnvironment(await host.cli.variables());
    afterTest(context, () => controller.vanish());
    const sightings = new Sightings(clients.length);
    await Promise.all(
      clients.map((start, index) =>
        start({
          context,
          host,
          controller,
          see: (session, phase) => sightings.add(index, session, phase),
        }),
      ),
    );
    const seen: Seen[] = [];
    for (let count = 0; count < warmUp + sessionsOfRound; count++) {
      seen.push(await createSession(controller, sightings));
    }
    return seen.slice(warmUp);
  });
}

/** Creates a session, and stops it when all clients have seen it. Resolves when all have seen its end. */
async function createSession(controller: Controller, sightings: Sightings): Promise<Seen> {
  const begun = performance.now();
  const { id } = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path: 'waiting.js' }],
  });
  const times = await sightings.byAll(id, 'running');
  await controller.stopSession(id);
  await sightings.byAll(id, 'ended');
  return { first: Math.min(...times) - begun, last: Math.max(...times) - begun };
}
