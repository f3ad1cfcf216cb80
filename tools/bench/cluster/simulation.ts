import { setImmediate as turn } from 'node:timers/promises';
import { getState } from '../../../src/api/remote/remoteSession.ts';
import { hostLabel } from '../../../src/protocol/ideSession.ts';
import { noFaults } from '../../fixtures/cluster/faultyClient.ts';
import { SimulatedCluster } from '../../fixtures/cluster/simulatedCluster.ts';
import { SimulatedHost } from '../../fixtures/cluster/simulatedHost.ts';
import { Random } from '../../fixtures/random.ts';
import { ManualClock } from '../../fixtures/time/manualClock.ts';
import { type Result, result, resultIn } from '../support/results.ts';

const hostCount = 1_000;
const sessionCount = 500;
/** How long sessions may take to run, in milliseconds of the simulated time. */
const limit = 60_000;
/** The simulated time that passes at once, in milliseconds. Requests take longer. */
const step = 5;

/** What came of the sessions within the time. */
interface Outcome {
  readonly running: number;
  /** How long it took until all ran, in milliseconds; the limit if not all did. */
  readonly duration: number;
  readonly requestsPerSession: number;
  readonly eventsPerSession: number;
}

/**
 * A thousand hosts in one process with the code of real ones, a simulated API server and a simulated time, by
 * how many of them share a name and so compete for sessions.
 */
export async function measureSimulation(folder: string): Promise<Result[]> {
  const alone = await simulate(folder, 1);
  return [
    ...describe('5 of each name', await simulate(folder, 5), alone),
    ...describe('50 of each name', await simulate(folder, 50), alone),
    ...describe('all of one name', await simulate(folder, hostCount), alone),
  ];
}

function describe(names: string, shared: Outcome, alone: Outcome): readonly Result[] {
  const what = `${sessionCount} sessions on ${hostCount} simulated hosts, ${names}, next to a name for each`;
  return [
    resultIn('sessions', `${what}: running within a minute`, shared.running, alone.running),
    result(`${what}: simulated time until all run`, shared.duration, alone.duration),
    resultIn(
      'requests',
      `${what}: API requests per session`,
      shared.requestsPerSession,
      alone.requestsPerSession,
    ),
    resultIn(
      'events',
      `${what}: events to all hosts per session`,
      shared.eventsPerSession,
      alone.eventsPerSession,
    ),
  ];
}

async function simulate(folder: string, hostsPerName: number): Promise<Outcome> {
  const clock = new ManualClock();
  const cluster = new SimulatedCluster();
  const random = new Random(hostsPerName);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const toName = (index: number): string => `name-${Math.floor(index / hostsPerName)}`;
  const hosts = Array.from(
    { length: hostCount },
    (_, index) =>
      new SimulatedHost({
        cluster,
        identity: `host-${index}`,
        hostName: toName(index),
        clock,
        log,
        folder,
        random,
        rates: () => noFaults,
        onRun: () => {},
      }),
  );
  try {
    await pass(clock, 1_000);
    const { events, requests } = cluster;
    for (let index = 0; index < sessionCount; index++) {
      const label = toName(Math.floor((index * hostCount) / sessionCount));
      cluster.create(`session-${index}`, { [hostLabel]: label });
    }
    const begun = clock.elapsed();
    while (countRunning(cluster) < sessionCount && clock.elapsed() - begun < limit) {
      await pass(clock, step);
    }
    return {
      running: countRunning(cluster),
      duration: clock.elapsed() - begun,
      requestsPerSession: (cluster.requests - requests) / sessionCount,
      eventsPerSession: (cluster.events - events) / sessionCount,
    };
  } finally {
    for (const host of hosts) host.dispose();
  }
}

function countRunning({ sessions }: SimulatedCluster): number {
  return sessions.filter((session) => {
    const state = getState(session);
    return state.kind === 'held' && state.state === 'Running';
  }).length;
}

/** Lets simulated time pass, with everything that happens in it. */
async function pass(clock: ManualClock, milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += step) {
    clock.advance(step);
    await turn();
  }
}
