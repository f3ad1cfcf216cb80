import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { systemClock } from '../../../../src/common/clock.ts';
import type { AppView } from '../blazor/appView.ts';
import { bound, type Client } from '../blazor/client.ts';
import { goOn, type Stop } from '../debugView.ts';
import { step } from '../blazor/stops.ts';
import { ask, click, type Journey, read } from './journey.ts';
import { type Button, isSame, type Place } from './places.ts';
import type { Seen, StopLook } from './stopLook.ts';

/** A stop of the page during a journey. */
export interface Stopped {
  readonly stop: Stop;
  readonly seen: Seen;
  readonly journey: Journey;
  /** The index of the place on the journey's path; `undefined` if steps have left the path. */
  readonly at: number | undefined;
}

export type Way = 'next' | 'stepIn' | 'stepOut';

/** How long a page may take to its next stop or to the end of its journey, in milliseconds. */
const patience = 180_000;
/** How often to check for the end, in milliseconds. */
const askInterval = 250;

/** A debugged page and a model of it: it must stop at each breakpoint that it passes, and nowhere else. */
export class Walk {
  readonly #view: AppView;
  readonly #client: Client;
  readonly #look: StopLook;
  readonly #page: vscode.DebugSession;
  readonly #breakpoints = new Map<Place, vscode.SourceBreakpoint>();
  stopped: Stopped | undefined;

  constructor(view: AppView, client: Client, page: vscode.DebugSession, look: StopLook) {
    this.#view = view;
    this.#client = client;
    this.#page = page;
    this.#look = look;
  }

  get page(): vscode.DebugSession {
    return this.#page;
  }

  /** The number of breakpoints. */
  get breakpoints(): number {
    return this.#breakpoints.size;
  }

  /** Whether there is a breakpoint at a place. */
  stopsAt(place: Place): boolean {
    return [...this.#breakpoints.keys()].some((one) => isSame(one, place));
  }

  async toggle(place: Place): Promise<void> {
    const present = this.#breakpoints.get(place);
    if (present !== undefined) {
      this.#breakpoints.delete(place);
      vscode.debug.removeBreakpoints([present]);
      return;
    }
    const breakpoint = await this.#client.breakAt(place.file, place.text);
    this.#breakpoints.set(place, breakpoint);
    await bound(this.#view, this.#page, breakpoint);
  }

  removeAll(): void {
    vscode.debug.removeBreakpoints([...this.#breakpoints.values()]);
    this.#breakpoints.clear();
  }

  async click(button: Button): Promise<void> {
    const before = await read(this.#page, `document.querySelector('#runs').textContent`);
    assert.match(before, /^'\d+'$/, 'what the page has counted');
    await this.setOut(click(button, Number(before.slice(1, -1))));
  }

  /** Starts a journey. Resolves at its first breakpoint or its end. */
  async setOut(journey: Journey): Promise<void> {
    await journey.begin(this.#page);
    await this.#arrive(journey, { from: -1 });
  }

  async goOn({ at, journey, stop }: Stopped): Promise<void> {
    this.stopped = undefined;
    await goOn(stop);
    await this.#arrive(journey, { from: at });
  }

  async step({ at, journey, stop }: Stopped, way: Way): Promise<void> {
    this.stopped = undefined;
    await step(stop, way);
    await this.#arrive(journey, { from: at, way });
  }

  /** Compares the next stop, or the end, with the model. */
  async #arrive(
    journey: Journey,
    { from, way }: { readonly from: number | undefined; readonly way?: Way },
  ): Promise<void> {
    const expected =
      from === undefined || way !== undefined ? undefined : this.#nextOn(journey, from);
    const stop = await this.#stopOrEnd(journey);
    if (stop === undefined) {
      assert.ok(expected === undefined || expected === 'end', `did not stop: ${inWords(expected)}`);
      return;
    }
    const seen = await this.#look.at(stop);
    if (expected === undefined) {
      const at = from === undefined ? undefined : await this.#indexOf(journey, seen, from);
      this.stopped = { stop, seen, journey, at };
      return;
    }
    assert.ok(expected !== 'end', `stopped at ${seen.place}, where there is no breakpoint`);
    const place = journey.path[expected] as Place;
    assert.equal(seen.place, await this.#placeName(place), `the stop after ${from}`);
    this.stopped = { stop, seen, journey, at: expected };
  }

  #nextOn({ path }: Journey, from: number): number | 'end' {
    const next = path.findIndex((place, index) => index > from && this.stopsAt(place));
    return next < 0 ? 'end' : next;
  }

  /** The index on the path after a step, if that is clear. */
  async #indexOf({ path }: Journey, { place }: Seen, from: number): Promise<number | undefined> {
    const next = path[from + 1];
    return next !== undefined && place === (await this.#placeName(next)) ? from + 1 : undefined;
  }

  async #placeName({ file, text }: Place): Promise<string> {
    return (await this.#client.place(file, text)).split('/').at(-1) ?? '';
  }

  async #stopOrEnd({ name, over }: Journey): Promise<Stop | undefined> {
    const begun = performance.now();
    let asked = begun;
    let answer: string | undefined;
    for (;;) {
      const stop = this.#view.takeStop(this.#page);
      if (stop !== undefined) return stop;
      if (performance.now() - asked >= askInterval) {
        answer = await ask(this.#page, over);
        if (answer === 'true') return this.#view.takeStop(this.#page);
        asked = performance.now();
      }
      if (performance.now() - begun > patience) {
        const waited = `Neither a stop nor an end of "${name}" within ${patience / 1_000} s`;
        throw new Error(`${waited}; the page answers ${answer} to ${over}.`);
      }
      await new Promise<void>((resolve) => systemClock.after(20, resolve));
    }
  }
}

function inWords(expected: number | 'end' | undefined): string {
  return typeof expected === 'number' ? `at the place ${expected} of the path` : String(expected);
}
