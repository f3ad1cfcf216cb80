/** A version of `Calc.cs`, and what follows if it is saved. */
export interface HotEdit {
  readonly kind: string;
  readonly text: string;
  /** What the page writes when it adds numbers, or why the edit doesn't run. */
  readonly result: { readonly says: string } | { readonly told: RegExp };
}

/** What an edit adds: a member, and statements that write a text. */
interface Addition {
  readonly member?: (name: string, text: string) => string;
  readonly statement: (name: string, text: string) => string;
}

const write = (value: string): string => `Console.WriteLine(${value});`;
const asynchronous = (name: string, text: string): string =>
  `static async void ${name}() { await Task.Yield(); ${write(`"${text}"`)} }`;

const additions: Readonly<Record<string, Addition>> = {
  body: { statement: (_, text) => write(`"${text}"`) },
  method: {
    member: (name, text) => `static string ${name}() => "${text}";`,
    statement: (name) => write(`${name}()`),
  },
  field: {
    member: (name) => `static string? ${name};`,
    statement: (name, text) => `${name} ??= "${text}"; ${write(name)}`,
  },
  lambda: {
    statement: (name, text) =>
      `Func<string> ${name} = () => "${text}" + (a == int.MinValue ? "!" : ""); ${write(`${name}()`)}`,
  },
  generic: {
    member: (name) => `static string ${name}<T>(T value) => $"{value}";`,
    statement: (name, text) => write(`${name}("${text}")`),
  },
};

/** A version with errors, and one that the runtime can't take. The next edit undoes each. */
const refusals: Readonly<Record<string, { readonly statement: string; readonly told: RegExp }>> = {
  'a broken statement': {
    statement: 'Console.WriteLine(',
    told: /Changes not applied: Calc\.cs:\d+: /,
  },
  'a new async function': {
    statement: 'async void Wait() => await Task.Yield(); Wait();',
    told: /Restart the session to apply the changes: /,
  },
};

const kinds = [
  ...Object.keys(additions),
  ...Object.keys(refusals),
  'async',
  'rename',
  'moved lines',
];

/** The version that the edits begin with. */
export const firstVersion = calc([asynchronous('Later', 'later')], '', 'sum');

/** Returns edits that follow each other: rounds of all kinds, each in an order that the seed decides. */
export function hotEdits(count: number, seed: number): readonly HotEdit[] {
  const random = createRandom(seed);
  const members: string[] = [];
  let [variable, later] = ['sum', asynchronous('Later', 'later')];
  let waiting: string[] = [];
  return Array.from({ length: count }, (_, index): HotEdit => {
    if (waiting.length === 0) waiting = shuffle(kinds, random);
    const kind = waiting.shift() ?? '';
    const [name, says] = [`Made${index}`, `edit ${index} runs`];
    const version = (statement: string): string => calc([...members, later], statement, variable);
    const refusal = refusals[kind];
    if (refusal !== undefined) {
      return { kind, text: version(refusal.statement), result: { told: refusal.told } };
    }
    const { member, statement } = additions[kind] ?? { statement: () => write(`"${says}"`) };
    if (member !== undefined) members.push(member(name, says));
    if (kind === 'moved lines') members.unshift(`// Line ${index}`, '// and another one');
    if (kind === 'rename') variable = `sum${index}`;
    if (kind === 'async') later = asynchronous('Later', says);
    const text = version(kind === 'async' ? 'Later();' : statement(name, says));
    return { kind, text, result: { says } };
  });
}

function calc(members: readonly string[], statement: string, variable: string): string {
  return `public static class Calc
{
${members.map((member) => `    ${member}\n`).join('')}
    public static int Add(int a, int b)
    {
        var ${variable} = a + b;
        ${statement}
        return ${variable};
    }
}
`;
}

/** A linear congruential generator (Lehmer) of numbers below 2 ** 31. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 0x7fffffff);
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
