import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Controller } from '../controller/controller.ts';
import type { Session } from '../controller/session.ts';
import { Random } from '../fixtures/random.ts';
import { knownPid } from '../fixtures/processes/knownPid.ts';
import { until } from '../fixtures/waiting.ts';
import type { ChaosHost } from './host.ts';
import { type ChaosProgram, pickProgram } from './programs.ts';

export interface ChaosWorld {
  readonly host: ChaosHost;
  readonly controllers: readonly Controller[];
  /** The folder of the programs. */
  readonly folder: string;
}

interface Started {
  readonly session: Session;
  readonly controller: Controller;
  readonly program: ChaosProgram;
  /** It is ended by something other than the program itself. */
  isDisturbed: boolean;
}

const signals = ['SIGKILL', 'SIGTERM', 'SIGSTOP', 'SIGHUP'] as const;
/** The message to a controller that output was lost. */
const loss = /no longer kept|lost|left out|not kept/i;

/** A round of random faults, which are the same for the same seed. */
export class ChaosRound {
  readonly #world: ChaosWorld;
  readonly #random: Random;
  readonly #started: Started[] = [];
  #areDescriptorsShort = false;

  constructor(world: ChaosWorld, seed: number) {
    this.#world = world;
    this.#random = new Random(seed);
  }

  async run(): Promise<void> {
    const actions = [
      ...Array.from({ length: 6 }, () => () => this.#start()),
      ...Array.from({ length: 2 }, () => () => this.#stop()),
      () => this.#signal(),
      () => this.#killWatchdog(),
      () => this.#shortenDescriptors(),
      () => this.#changeFaults(),
      () => this.#cut(),
      () => this.#stall(),
    ];
    for (let left = 15 + this.#random.below(25); left > 0; left--) {
      await this.#random.pick(actions)();
      await pause(this.#random.below(80));
    }
    await this.#heal();
    await this.#end();
    this.#check();
  }

  async #start(): Promise<void> {
    const controller = this.#random.pick(this.#world.controllers);
    const program = pickProgram(this.#random, this.#world.folder);
    try {
      const session = await controller.runSession(program.request);
      // Without a connection, it may miss them.
      session.started.catch(() => {});
      // It inherits the limit of descriptors.
      const isDisturbed = this.#areDescriptorsShort;
      this.#started.push({ session, controller, program, isDisturbed });
    } catch (error) {
      // Its connection may be refused for lack of descriptors.
      if (!this.#areDescriptorsShort) throw error;
    }
  }

  async #stop(): Promise<void> {
    const active = this.#started.filter(({ session }) => session.termination === undefined);
    if (active.length === 0) return;
    await this.#delete(this.#random.pick(active));
  }

  async #delete(one: Started): Promise<void> {
    one.isDisturbed = true;
    try {
      await one.controller.stopSession(one.session.id, { awaitEnd: false });
    } catch (error) {
      if (!this.#areDescriptorsShort) throw error;
    }
  }

  async #signal(): Promise<void> {
    const running = this.#started.filter(
      ({ session }) => session.termination === undefined && session.pids.length > 0,
    );
    if (running.length === 0) return;
    const one = this.#random.pick(running);
    one.isDisturbed = true;
    const pid = knownPid(one.session.pids.at(-1));
    try {
      process.kill(pid, this.#random.pick(signals));
    } catch {
      // It has ended.
    }
  }

  async #killWatchdog(): Promise<void> {
    const [watchdog] = await this.#world.host.watchdogs();
    if (watchdog !== undefined) process.kill(watchdog, 'SIGKILL');
  }

  async #shortenDescriptors(): Promise<void> {
    this.#areDescriptorsShort = true;
    // New processes inherit the limit.
    for (const one of this.#started) one.isDisturbed ||= one.session.stdout === '';
    this.#world.host.limitDescriptors(this.#random.below(8));
    for (let left = 1 + this.#random.below(5); left > 0; left--) await this.#start();
    // Without a random choice, so that kept seeds go on as before.
    const oldest = this.#started.find(({ session }) => session.termination === undefined);
    if (oldest !== undefined) await this.#delete(oldest);
    await pause(this.#random.below(500));
    this.#world.host.limitDescriptors('sound');
    this.#areDescriptorsShort = false;
  }

  async #changeFaults(): Promise<void> {
    const disk = this.#random.pick(['sound', 'slow', 'ENOSPC', 'EIO'] as const);
    const clock = this.#random.pick([0, 3_600_000, -86_400_000]);
    await this.#world.host.suffer({ disk, clock });
  }

  async #cut(): Promise<void> {
    const controller = this.#random.pick(this.#world.controllers);
    if (controller.isConnected) controller.interrupt();
  }

  async #stall(): Promise<void> {
    const controller = this.#random.pick(this.#world.controllers);
    if (!controller.isConnected) return;
    controller.stall(true);
    await this.#start();
    await pause(this.#random.below(300));
    if (controller.isConnected) controller.stall(false);
  }

  async #heal(): Promise<void> {
    await this.#world.host.suffer({ disk: 'sound', clock: 0 });
    await Promise.all(this.#world.controllers.map((controller) => controller.connected()));
  }

  async #end(): Promise<void> {
    const left = this.#started.filter(({ program, session, isDisturbed }) => {
      return session.termination === undefined && (isDisturbed || !program.endsByItself);
    });
    // One after the other, so that no more connections are kept than before.
    for (const one of left) await this.#delete(one);
    await until('all sessions have ended', () =>
      this.#started.every(({ session }) => session.termination !== undefined),
    );
  }

  #check(): void {
    assert.deepEqual(this.#world.host.programs(), [], 'Programs are left.');
    for (const controller of this.#world.controllers) controller.assertClean();
    for (const one of this.#started) assertHeard(one);
  }
}

/**
 * All lines of a program were received in order, or their loss was reported; some may be repeated.
 */
function assertHeard({ isDisturbed, program, session }: Started): void {
  const isLossTold = session.messages.some(({ message }) => loss.test(message));
  if (isLossTold || session.pids.length === 0) return;
  const heard = session.stdout.split('\n').flatMap((line) => /^line (\d+)$/.exec(line)?.[1] ?? []);
  let next = 0;
  for (const number of heard.map(Number)) {
    assert.ok(number <= next, `Lines from ${next} to ${number} were lost without a word.`);
    next = Math.max(next, number + 1);
  }
  if (isDisturbed) return;
  const said = `${session.stderr} ${session.messages.map(({ message }) => message).join(' ')}`;
  assert.equal(next, program.lines, `The last lines were lost without a word. It said: ${said}`);
  assert.deepEqual(session.termination, { exitCode: 3 }, said);
}
