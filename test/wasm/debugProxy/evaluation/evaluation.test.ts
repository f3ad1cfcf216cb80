// Expressions at stops of a real page, through the relay, the debug proxy and a browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveClient } from '../../../../tools/fixtures/dotnet/servedClient.ts';
import { PageSession } from '../relay/pageSession.ts';
import {
  assignments,
  asyncAssignments,
  type Case,
  inAsync,
  inGeneric,
  inLambda,
  inMethod,
} from './cases.ts';

const limit = { timeout: 400_000 };
const source = join(import.meta.dirname, 'Evaluated.cs');

const client = serveClient((fixture) => cp(source, fixture.path('BlazorApp', 'Evaluated.cs')));

/** The expressions at each stop, by the comment of its line. */
const stops: Readonly<Record<string, readonly Case[]>> = {
  method: [...inMethod, ...inTurn(assignments)],
  async: [...inAsync, ...inTurn(asyncAssignments)],
  lambda: inLambda,
  generic: inGeneric,
};

function inTurn(cases: typeof assignments): readonly Case[] {
  return cases.flatMap(([set, shown, get, now]): Case[] => [
    [set, shown],
    [get, now],
  ]);
}

interface Remote {
  readonly type: string;
  readonly value?: unknown;
  readonly description?: string;
  readonly objectId?: string;
}

interface Evaluated {
  readonly result: Remote;
}

type Members = Readonly<Record<string, Remote | undefined>>;

/** Runs in the debug proxy's copy of an array. */
const readElements = `function(start, count) {
  const elements = {};
  for (let index = start; index < start + count && index < this.length; index++)
    Object.defineProperty(elements, index, Object.getOwnPropertyDescriptor(this, index));
  return elements;
}`;

/** The page at a stop. */
class Stop {
  readonly #page: PageSession;
  readonly #callFrameId: string | undefined;

  constructor(page: PageSession, callFrameId: string | undefined) {
    this.#page = page;
    this.#callFrameId = callFrameId;
  }

  /** As js-debug sends expressions, with a comment. */
  async evaluate(expression: string): Promise<Remote> {
    const answer = await this.#page.send('Debugger.evaluateOnCallFrame', {
      callFrameId: this.#callFrameId,
      expression: `${expression}\n//# sourceURL=eval-1.cdp\n`,
    });
    return (answer as Evaluated).result;
  }

  async show(expression: string): Promise<string> {
    return show(await this.evaluate(expression));
  }

  /** As js-debug sets a variable: evaluates the value, and then sets it. */
  async set(variableName: string, expression: string): Promise<unknown> {
    const { objectId, value } = await this.evaluate(expression);
    const newValue = objectId === undefined ? { value } : { objectId };
    const place = { callFrameId: this.#callFrameId, scopeNumber: 0 };
    return this.#page.send('Debugger.setVariableValue', { ...place, variableName, newValue });
  }

  /** As js-debug sets a property. */
  async setProperty(owner: string, name: string, expression: string): Promise<string> {
    const { objectId } = await this.evaluate(owner);
    const suffix = '\n//# sourceURL=eval-2.cdp\n';
    const answer = await this.#page.send('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: `function(a) { return this[a] = ${expression}; ${suffix} }`,
      arguments: [{ value: name }],
      silent: true,
    });
    return show((answer as Evaluated).result);
  }

  /** What the members of an object show, by their names. */
  async members(expression: string): Promise<Readonly<Record<string, string>>> {
    return toTexts(await this.read(await this.evaluate(expression)));
  }

  /** The variables of the frame, by their names. */
  variables(): Promise<Members> {
    return this.read({ type: 'object', objectId: String(this.#callFrameId) });
  }

  /** The members of an object, by their names. */
  async read({ objectId }: Remote): Promise<Members> {
    const answer = await this.#page.send('Runtime.getProperties', {
      objectId,
      ownProperties: true,
    });
    const { privateProperties, result } = answer as Record<
      'result' | 'privateProperties',
      readonly { readonly name: string; readonly value?: Remote }[]
    >;
    const members = [...result, ...privateProperties];
    return Object.fromEntries(members.map(({ name, value }) => [name, value]));
  }

  /** Some elements of an array, by their indexes, as js-debug reads them. */
  async elements(array: Remote | undefined, start: number, count: number): Promise<Members> {
    const answer = await this.#page.send('Runtime.callFunctionOn', {
      objectId: array?.objectId,
      functionDeclaration: readElements,
      arguments: [{ value: start }, { value: count }],
      silent: true,
    });
    return this.read((answer as Evaluated).result);
  }
}

/** Stops the page at the lines with these comments, one after the other, in a call of RunEvaluated. */
async function runEvaluated(
  page: PageSession,
  at: Readonly<Record<string, (stop: Stop) => Promise<void>>>,
): Promise<void> {
  const lines = (await readFile(source, 'utf8')).split('\n');
  for (const name of Object.keys(at)) {
    await page.breakAt('Evaluated.cs', lines.findIndex((line) => line.endsWith(`// ${name}`)) + 1);
  }
  const ready = page.event('Mono.runtimeReady');
  await page.send('Page.navigate', { url: client().url });
  await ready;
  const first = page.event('Debugger.paused');
  await page.evaluate(`(function run() {
    if (!document.querySelector('#inc:enabled')) return void setTimeout(run, 50);
    DotNet.invokeMethodAsync('BlazorApp', 'RunEvaluated').then(() => console.log('over'));
  })()`);
  let next: Promise<unknown> = first;
  for (const [index, visit] of Object.values(at).entries()) {
    const { callFrames = [] } = (await next) as Awaited<typeof first>;
    await visit(new Stop(page, callFrames[0]?.callFrameId));
    const isLast = index + 1 === Object.keys(at).length;
    next = isLast
      ? page.event('Runtime.consoleAPICalled', ({ args }) => args?.[0]?.value === 'over')
      : page.event('Debugger.paused');
    await page.send('Debugger.resume');
  }
  await next;
}

test('expressions have the values that they have in C#', limit, async (context) => {
  const wrong: string[] = [];
  const visits = Object.entries(stops).map(([name, cases]) => [
    name,
    async (stop: Stop) => {
      for (const [expression, expected] of cases) {
        const shown = await stop.show(expression);
        const isRight = typeof expected === 'string' ? shown === expected : expected.test(shown);
        if (!isRight) wrong.push(`${name}: ${expression} is ${shown}, not ${expected}`);
      }
    },
  ]);
  const page = await PageSession.open(context);
  await runEvaluated(page, Object.fromEntries(visits));
  assert.deepEqual(wrong, []);
});

/** Values for variables, which must be there when they are read back. */
const settings: readonly (readonly [variable: string, values: readonly string[]])[] = [
  ['number', ['0', '-2147483648', '2147483647']],
  ['small', ['0', '255']],
  ['big', ['-9223372036854775807', '9007199254740993']],
  ['unsigned', ['4294967295']],
  ['real', ['-0.1', '1E+20', '123456.789']],
  ['single', ['0.1f', '-1.5f']],
  ['price', ['0.10m', '-79228162514264337593543950335m', '12345.6789m']],
  ['text', ['""', '"ünï 🙂"', '@"a\\""b"']],
  ['nothing', ['"now"']],
  ['isNew', ['false', 'true']],
];

/** Shows chars from U+8000 up as the Variables view does, in a variable, a value type and an array. */
async function showWide(stop: Stop): Promise<void> {
  const { number, wide, wideTuple, wideLetters } = await stop.variables();
  assert.deepEqual(
    [number, wide].map((one) => one?.description),
    ['3', "33590 '茶'"],
  );
  const shown = [wideTuple, wideLetters].map(async (one) =>
    toTexts(await stop.read(one ?? { type: 'undefined' })),
  );
  const [tuple, letters] = await Promise.all(shown);
  assert.deepEqual([tuple?.['Item1'], letters?.['1']], ["33590 '茶'", "33590 '茶'"]);
}

/** Collections with 10,000 elements, with the member that has them, and what the first and the last one show. */
const large: readonly (readonly [name: string, member: string | undefined, shown: RegExp])[] = [
  ['many', undefined, /^(?:1|10000)$/],
  ['manyItems', 'Items', /^(?:1|10000)$/],
  ['manyOrders', undefined, /^Order 12 of Ann (?:1|10000)$/],
  ['manyObjects', 'Items', /^Order 12 of Ann (?:1|10000)$/],
  ['manyNames', 'Items', /^(?:1|10000)$/],
  ['manyUnique', 'Items', /^Order 12 of Ann (?:1|10000)$/],
  ['manyQueued', 'Items', /^Order 12 of Ann (?:1|10000)$/],
];

/** Opens parts of large collections, as js-debug does if it knows their lengths, and evaluates afterwards. */
async function openLarge(stop: Stop): Promise<void> {
  for (const [name, member, expected] of large) {
    const owner = await stop.evaluate(name);
    const array = member === undefined ? owner : (await stop.read(owner))[member];
    assert.match(array?.description ?? '', /\[\] \(10000\)$/, name);
    const [first, last] = [await stop.elements(array, 0, 10), await stop.elements(array, 9990, 10)];
    assert.equal(Object.keys({ ...first, ...last }).length, 20, name);
    for (const shown of [first['0'], last['9999']]) {
      assert.match(shown === undefined ? 'not shown' : show(shown), expected, name);
    }
  }
  assert.equal(await stop.show('order.Customer'), 'Ann');
  assert.equal(await stop.show('manyNames["tea 10000"]'), '10000');
}

test('what is set can be read back, and large collections open', limit, async (context) => {
  const page = await PageSession.open(context);
  const errors: string[] = [];
  page.hear('Runtime.consoleAPICalled', ({ args }) => {
    const [message] = args ?? [];
    if (String(message?.value).includes('was not set')) errors.push(String(message?.value));
  });
  const set = async (stop: Stop) => {
    for (const [variable, values] of settings) {
      for (const value of values) {
        await stop.set(variable, value);
        assert.equal(await stop.show(`${variable} == ${value}`), 'true', `${variable} = ${value}`);
      }
    }
    await stop.set('order', 'new Special()');
    assert.equal(await stop.show('order is Special'), 'true');
    assert.deepEqual(errors, []);
    await stop.set('number', '"text"');
    assert.match(errors[0] ?? '', /^number was not set: .*cannot be assigned/);
    assert.equal(await stop.show('number'), '2147483647');
  };
  const setProperties = async (stop: Stop) => {
    assert.equal(await stop.setProperty('this', 'name', '"milk"'), 'milk');
    assert.equal(await stop.show('Title'), 'milk!');
    assert.match(await stop.setProperty('this', 'Title', '"x"'), /read-only/);
    const { Title, name } = await stop.members('this');
    assert.deepEqual({ Title, name }, { Title: 'milk!', name: 'milk' });
    await stop.set('text', '"after"');
    assert.equal(await stop.show('text'), 'after');
  };
  const setAndOpen = async (stop: Stop) => {
    await set(stop);
    await showWide(stop);
    await openLarge(stop);
  };
  await runEvaluated(page, { method: setAndOpen, async: setProperties });
});

function show({ description, type, value }: Remote): string {
  return type === 'string' ? String(value) : String(description);
}

function toTexts(members: Members): Readonly<Record<string, string>> {
  const shown = Object.entries(members).map(([name, value]) => [name, value ? show(value) : '']);
  return Object.fromEntries(shown);
}
