import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Delivery, type DeliveryOptions } from '../../src/endpoint/delivery/delivery.ts';
import type { LogLimits } from '../../src/sessions/logs/logBounds.ts';
import { Sessions } from '../../src/sessions/sessions.ts';
import { afterTest } from './afterTest.ts';
import { type FakeRun, FakeRunner } from './fakeRunner.ts';
import { ManualClock } from './manualClock.ts';
import { RecordingLog } from './recordingLog.ts';
import { largeLogs } from './sessionRoom.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { turn, until } from './waiting.ts';

/** How long the controllers of these tests may be away, in milliseconds. */
export const controllerTimeout = 60_000;
/** The same for those that have taken their leave. */
export const departureTimeout = 5_000;
/** How long they may take to answer a ping. */
const silenceLimit = 20_000;

export type DeliveryRoomOptions = Partial<Pick<DeliveryOptions, 'outboxLimit'> & LogLimits>;

/** Sessions on one side, delivery on the other, and time in the test's hands. */
export class DeliveryRoom {
  readonly runner = new FakeRunner();
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  readonly sessions: Sessions;
  readonly delivery: Delivery;

  constructor(logFolder: string, options: DeliveryRoomOptions) {
    const { runner, clock, log } = this;
    const limits = { startWidth: 8, stopWidth: 8, history: 100, ...largeLogs };
    this.sessions = new Sessions({ runner, clock, log, logFolder, ...limits, ...options });
    this.delivery = new Delivery({
      sessions: this.sessions,
      clock,
      log,
      controllerTimeout,
      departureTimeout,
      silenceLimit,
      outboxLimit: 8 * 1024 * 1024,
      ...options,
    });
  }

  /** Lets time pass in small steps, in which controllers can answer, in milliseconds. */
  async pass(milliseconds: number): Promise<void> {
    const step = silenceLimit / 2;
    for (let left = milliseconds; left > 0; left -= step) {
      this.clock.advance(Math.min(step, left));
      await turn();
    }
  }

  /** Runs a session for a controller, whose program has not started yet. */
  async begin(instanceId: string): Promise<FakeRun> {
    const owner = { kind: 'controller', instanceId } as const;
    const launchConfiguration = { type: 'node', script_path: 'app.js' };
    const { name } = this.sessions.create(owner, { launchConfiguration, env: [] }).metadata;
    this.sessions.start(name);
    await until('the session runs', () => this.runner.find(name) !== undefined);
    return this.runner.of(name);
  }

  /** Runs a session for a controller; its program has started. */
  async run(instanceId: string): Promise<FakeRun> {
    const run = await this.begin(instanceId);
    run.events.started(1);
    return run;
  }
}

export async function openDelivery(
  context: TestContext,
  options: DeliveryRoomOptions = {},
): Promise<DeliveryRoom> {
  const room = new DeliveryRoom(join(await temporaryFolder(context), 'logs'), options);
  afterTest(context, () => {
    room.delivery.dispose();
    room.sessions.dispose();
  });
  return room;
}
