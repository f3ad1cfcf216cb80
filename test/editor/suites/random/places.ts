/** A line for a breakpoint: a file of the client, and text that only this line of it has. */
export interface Place {
  readonly file: string;
  readonly text: string;
}

const walk = (text: string): Place => ({ file: 'Pages/Walk.razor', text });
const calc: Place = { file: 'Calc.cs', text: 'var sum' };
const script = (text: string): Place => ({ file: 'wwwroot/walk.js', text });
const opened = walk('title = "Walk"');
const eachTime = [
  walk('product = times(number)'),
  walk('return Largest'),
  walk('var order'),
  walk('return order'),
];

/** The places that the handler of each button passes, in order. */
export const clicks = {
  sum: [walk('var first'), calc, walk('var second'), calc, walk('total = first')],
  wait: [
    walk('var before'),
    walk('await Task.Delay'),
    walk('total = before'),
    walk('await Task.Yield'),
    walk('total += 2'),
  ],
  call: [
    walk('var word'),
    walk('var loud'),
    script('const text'),
    script('return'),
    walk('total += loud'),
  ],
  loop: [
    walk('var product'),
    walk('foreach'),
    ...[1, 2, 3].flatMap(() => eachTime),
    walk('total = product'),
  ],
  recover: [walk('throw new'), walk('total = error')],
} as const satisfies Readonly<Record<string, readonly Place[]>>;
export type Button = keyof typeof clicks;

/** The places that the app passes when its page is opened, and when it is loaded. */
export const opening: readonly Place[] = [opened];
export const loading: readonly Place[] = [{ file: 'Program.cs', text: 'var builder' }, opened];

export function isSame(one: Place, other: Place): boolean {
  return one.file === other.file && one.text === other.text;
}

/** All places without duplicates. */
export const allPlaces: readonly Place[] = [...Object.values(clicks).flat(), ...loading].filter(
  (place, index, all) => all.findIndex((one) => isSame(one, place)) === index,
);
