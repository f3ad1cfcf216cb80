import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { ChaosHost } from '../chaos/host.ts';
import { pickProgram, writeChaosPrograms } from '../chaos/programs.ts';
import { Controller } from '../controller/controller.ts';
import type { Session } from '../controller/session.ts';
import { Random } from '../fixtures/random.ts';
import { afterTest } from '../fixtures/afterTest.ts';
import { temporaryFolder } from '../fixtures/temporaryFolder.ts';
import { until } from '../fixtures/waiting.ts';
import type { Sample } from './figures.ts';

/** The interval between session starts, in milliseconds. */
const startInterval = 1_000;
/** A session that does not end by itself is stopped after this many other starts. */
const runFor = 5;
/** The number of starts after which a controller is replaced, and the number of controllers. */
const controllerChange = 20;
const controllerCount = 3;
/** The number of starts after which a burst follows, and its size. */
const floodInterval = 30;
const floodSize = 20;

interface Running {
  readonly session: Session;
  readonly controller: Controller;
}

/** The events of a run, and the host's resources after each start. */
export interface SoakResult {
  readonly samples: readonly Sample[];
  readonly sessions: number;
}

/**
 * Runs sessions on the built host for this many milliseconds, with controllers that connect and
 * disconnect. `sampled` is called after each start.
 */
export async function runSoak(
  context: TestContext,
  milliseconds: number,
  sampled: (sample: Sample) => void = () => {},
): Promise<SoakResult> {
  const host = await ChaosHost.start(context);
  const folder = await temporaryFolder(context);
  writeChaosPrograms(folder);
  const soak = new Soak(host, folder);
  afterTest(context, () => soak.dispose());
  const end = performance.now() + milliseconds;
  const samples: Sample[] = [];
  for (let count = 1; performance.now() < end; count++) {
    const next = pause(startInterval);
    await withLog(host, soak.step(count));
    const sample = getSample(host);
    samples.push(sample);
    sampled(sample);
    await next;
  }
  await withLog(host, soak.end());
  // The sessions of a disconnected controller are stopped after ten seconds.
  await withLog(
    host,
    until('no program is left', () => host.programs().length === 0),
  );
  assert.deepEqual(await host.cli.end(), { code: 0, signal: null }, host.cli.stderr.slice(-2_000));
  return { samples, sessions: soak.sessions };
}

class Soak {
  readonly #host: ChaosHost;
  readonly #folder: string;
  readonly #random = new Random(1);
  readonly #controllers: Controller[] = [];
  #running: Running[] = [];
  sessions = 0;

  constructor(host: ChaosHost, folder: string) {
    this.#host = host;
    this.#folder = folder;
  }

  async step(count: number): Promise<void> {
    while (this.#controllers.length < controllerCount) await this.#come();
    if (count % controllerChange === 0) await this.#leave();
    const starts = count % floodInterval === 0 ? floodSize : 1;
    await Promise.all(Array.from({ length: starts }, () => this.#start()));
    this.#running = this.#running.filter(({ session }) => session.termination === undefined);
    const old = this.#running.slice(0, Math.max(0, this.#running.length - runFor));
    await Promise.all(old.map((one) => stop(one)));
  }

  async end(): Promise<void> {
    await Promise.all(this.#running.map((one) => stop(one)));
    await until('all sessions have ended', () =>
      this.#running.every(({ session }) => session.termination !== undefined),
    );
    for (const controller of this.#controllers) controller.assertClean();
  }

  dispose(): void {
    for (const controller of this.#controllers) controller.vanish();
  }

  async #come(): Promise<void> {
    const controller = Controller.fromEnvironment(await this.#host.cli.variables());
    this.#controllers.push(controller);
    await controller.connect();
  }

  /** Disconnects a controller; the host stops its sessions. */
  async #leave(): Promise<void> {
    const [controller] = this.#controllers;
    this.#running = this.#running.filter((one) => one.controller !== controller);
    controller?.assertClean();
    await controller?.disconnect();
    // Only now, since one whose check fails must still be disposed.
    this.#controllers.shift();
    await this.#come();
  }

  async #start(): Promise<void> {
    const controller = this.#random.pick(this.#controllers);
    const { request } = pickProgram(this.#random, this.#folder);
    const session = await controller.runSession(request);
    for (const never of [session.started, session.terminated]) never.catch(() => {});
    this.#running.push({ session, controller });
    this.sessions++;
  }
}

/** Adds the end of the host's log to an error. */
async function withLog(host: ChaosHost, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw new Error(`The host's log ends with:\n${host.cli.stderr.slice(-2_000)}`, {
      cause: error,
    });
  }
}

async function stop({ controller, session }: Running): Promise<void> {
  await controller.stopSession(session.id, { awaitEnd: false });
}

function getSample(host: ChaosHost): Sample {
  const { files, memory, threads } = host;
  return { descriptors: host.descriptors.length, files, memory, threads };
}
