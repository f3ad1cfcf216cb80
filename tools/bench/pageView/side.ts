import { setTimeout as pause } from 'node:timers/promises';
import type { MeasuredPage } from './measuredPage.ts';
import type { Viewer } from './viewer.ts';

const changesInRound = 16;
/** The first ones of a round only warm up. */
const warmUp = 3;
/** Longer than the effects of a change, in milliseconds. */
const restTime = 200;

/** The measurements of one way to show a page, in milliseconds. */
export interface Times {
  /** From a change in the page to its picture. */
  readonly change: number[];
  /** From the press of a button on the picture to its event in the page. */
  readonly event: number[];
  /** From the press to the picture of its effect. */
  readonly click: number[];
}

/** A page and the document that shows it. */
export class Side {
  readonly times: Times = { change: [], event: [], click: [] };
  readonly #page: MeasuredPage;
  readonly #viewer: Viewer;

  constructor(page: MeasuredPage, viewer: Viewer) {
    this.#page = page;
    this.#viewer = viewer;
  }

  async measureRound(): Promise<void> {
    for (let round = 0; round < warmUp + changesInRound; round++) {
      const change = await this.#change();
      const { click, event } = await this.#click();
      if (round < warmUp) continue;
      this.times.change.push(change);
      this.times.click.push(click);
      this.times.event.push(event);
    }
  }

  async #change(): Promise<number> {
    await pause(restTime);
    const shown = await this.#viewer.watch();
    const changed = this.#page.nextReport();
    await this.#page.command('toggle');
    return (await shown()) - (await changed);
  }

  async #click(): Promise<{ readonly click: number; readonly event: number }> {
    await pause(restTime);
    const shown = await this.#viewer.watch();
    const seen = this.#page.nextReport();
    const pressed = await this.#viewer.click();
    return { event: (await seen) - pressed, click: (await shown()) - pressed };
  }
}
