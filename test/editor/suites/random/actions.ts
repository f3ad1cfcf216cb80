import assert from 'node:assert/strict';
import type { Random } from '../../../../tools/fixtures/random.ts';
import { leave, read, reload, visit } from './journey.ts';
import { allPlaces, type Button, clicks } from './places.ts';
import type { StopLook } from './stopLook.ts';
import type { Stopped, Walk, Way } from './walk.ts';

/** Dependencies of actions. */
export interface ActionContext {
  readonly walk: Walk;
  readonly look: StopLook;
  readonly random: Random;
  /** The app's address. */
  readonly address: string;
}

/** One action of a user who debugs a page; failures list actions by their names. */
export interface Action {
  readonly name: string;
  run(): Promise<void>;
}

type Choice = readonly [weight: number, choose: () => Action];

/** With more breakpoints the page would stop everywhere. */
const maxBreakpoints = 6;

/** Chooses one of the actions that are possible in the present state. */
export function chooseAction(context: ActionContext): Action {
  const { random, walk } = context;
  const choices =
    walk.stopped === undefined ? whileRunning(context) : atStop(context, walk.stopped);
  let left = random.below(choices.reduce((total, [weight]) => total + weight, 0));
  for (const [weight, choose] of choices) {
    if (left < weight) return choose();
    left -= weight;
  }
  throw new Error('No action was chosen.');
}

function whileRunning({ address, random, walk }: ActionContext): readonly Choice[] {
  const setOut = (journey: ReturnType<typeof reload>): Action => ({
    name: journey.name,
    run: () => walk.setOut(journey),
  });
  return [
    [8, () => clickAny(walk, random)],
    [6, () => toggleAny(walk, random)],
    [2, () => evaluateInPage(walk)],
    [1, () => setOut(reload())],
    [2, () => setOut(visit())],
    [1, () => setOut(leave(address))],
  ];
}

function atStop({ look, random, walk }: ActionContext, stopped: Stopped): readonly Choice[] {
  const step = (way: Way): Choice => [
    4,
    () => ({ name: `${way} from ${stopped.seen.place}`, run: () => walk.step(stopped, way) }),
  ];
  const goOn: Action = {
    name: `continue from ${stopped.seen.place}`,
    run: () => walk.goOn(stopped),
  };
  return [
    step('next'),
    step('stepIn'),
    step('stepOut'),
    [4, () => goOn],
    [2, () => toggleAny(walk, random)],
    [3, () => evaluateAt(look, stopped)],
  ];
}

/** Presses a button, preferably one that leads to a breakpoint. */
function clickAny(walk: Walk, random: Random): Action {
  const all = Object.keys(clicks) as Button[];
  const stopping = all.filter((button) => clicks[button].some((place) => walk.stopsAt(place)));
  const isAny = stopping.length === 0 || random.below(4) === 0;
  const button = random.pick(isAny ? all : stopping);
  return { name: `click ${button}`, run: () => walk.click(button) };
}

function toggleAny(walk: Walk, random: Random): Action {
  const place = random.pick(allPlaces);
  return {
    name: `toggle ${place.file} ${place.text}`,
    async run() {
      if (walk.breakpoints >= maxBreakpoints) walk.removeAll();
      await walk.toggle(place);
    },
  };
}

function evaluateInPage(walk: Walk): Action {
  return {
    name: 'evaluate in the page',
    run: async () => assert.equal(await read(walk.page, '6 * 7'), '42'),
  };
}

/** Evaluates as the Watch view does: each integer of the frame, and an expression that does not compile. */
function evaluateAt(look: StopLook, { seen, stop }: Stopped): Action {
  return {
    name: `evaluate at ${seen.place}`,
    async run() {
      for (const [name, value] of seen.numbers) {
        if (!/^\w+$/.test(name)) continue;
        assert.equal(await look.evaluate(stop, seen, name), value, `${name} at ${seen.place}`);
      }
      await look.evaluate(stop, seen, 'there.is(no such thing');
    },
  };
}
