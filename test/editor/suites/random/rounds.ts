import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { quantile } from '../../../../tools/bench/support/results.ts';
import { Random } from '../../../../tools/fixtures/random.ts';
import { chooseAction } from './actions.ts';
import type { Hold, Owner } from './holds.ts';
import { HostProfile } from './hostProfile.ts';
import type { StopLook } from './stopLook.ts';
import type { Walk } from './walk.ts';

/** After this many actions the page runs without breakpoints, and time and memory of the extension host are checked. */
const actionsPerRound = 40;
/** How long our code may block the extension host, in milliseconds. */
const longestHold = 50;
/** How many of the last actions a failure lists. */
const listedActions = 40;

const extensions = { ours: 'ide-session-host.ide-session-host', 'js-debug': 'ms-vscode.js-debug' };

/** Dependencies of {@link Rounds}. */
export interface Course {
  readonly walk: Walk;
  readonly look: StopLook;
  /** The app's address. */
  readonly address: string;
}

/** Runs random actions on a page and measures what they cost the extension host. */
export class Rounds {
  readonly #course: Course;
  readonly #profile = new HostProfile(folders());
  readonly #record: string[] = [];
  readonly #holds: Record<Owner, Hold[]> = { ours: [], 'js-debug': [] };
  /** In MiB, after each round. */
  readonly memory: number[] = [];
  #actions = 0;

  constructor(course: Course) {
    this.#course = course;
  }

  /** Runs actions until `isOver`, which gets their number; a failure names the seed and the last actions. */
  async run(seed: number, isOver: (actions: number) => boolean): Promise<void> {
    const random = new Random(seed);
    let actions = 0;
    try {
      while (!isOver(actions)) {
        await this.#profile.begin();
        const last = actions + actionsPerRound;
        for (; actions < last && !isOver(actions); actions++) {
          const action = chooseAction({ ...this.#course, random });
          this.#record.push(`${actions} ${action.name}`);
          await action.run();
        }
        await this.#endRound();
      }
    } catch (error) {
      const told = this.#record.slice(-listedActions).join('\n');
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const message = `Seed ${seed} failed after ${actions} actions: ${what}\n${told}`;
      throw new Error(message, { cause: error });
    }
    this.#actions += actions;
  }

  /** Fails if our code has blocked the extension host for too long. */
  assertHeld(): void {
    const tooLong = this.#holds.ours.filter(({ milliseconds }) => milliseconds > longestHold);
    assert.deepEqual(tooLong, []);
  }

  /** Describes the figures of all runs. */
  describe(): string {
    const { times } = this.#course.look;
    const at = (share: number): string => quantile(times, share).toFixed(0);
    const longest = (owner: Owner): string => {
      const [first] = this.#holds[owner].toSorted((a, b) => b.milliseconds - a.milliseconds);
      return first === undefined
        ? `${owner}: less than 10 ms`
        : `${owner}: ${first.milliseconds.toFixed(0)} ms (${first.functions})`;
    };
    return [
      `${this.#actions} actions, ${times.length} stops`,
      `stack, scopes and variables of a stop in ms: p50 ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)}`,
      `the extension host was blocked longest by ${longest('ours')}; ${longest('js-debug')}`,
      `its memory in MiB: ${this.memory.map((one) => one.toFixed(0)).join(' ')}`,
    ].join('\n');
  }

  dispose(): void {
    this.#profile.dispose();
  }

  /** Lets the page run, checks that it still works, and measures. */
  async #endRound(): Promise<void> {
    const { walk } = this.#course;
    walk.removeAll();
    while (walk.stopped !== undefined) await walk.goOn(walk.stopped);
    await walk.click('sum');
    for (const hold of await this.#profile.end()) this.#holds[hold.owner].push(hold);
    this.memory.push(await this.#profile.memory());
  }
}

function folders(): Readonly<Record<Owner, string>> {
  const folder = (id: string): string => {
    const found = vscode.extensions.getExtension(id);
    if (found === undefined) throw new Error(`The extension ${id} is missing.`);
    return `${found.extensionPath}/`;
  };
  return { ours: folder(extensions.ours), 'js-debug': folder(extensions['js-debug']) };
}
