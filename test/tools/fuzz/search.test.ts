import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../../tools/fixtures/property.ts';
import { HumanError } from '../../../src/common/humanError.ts';
import { busyTime } from '../../../tools/fixtures/time/busyTime.ts';
import { createInputs } from '../../../tools/fuzz/inputs.ts';
import { searchFailure } from '../../../tools/fuzz/search.ts';
import { findFault, type FuzzTarget } from '../../../tools/fuzz/target.ts';

/** A target with this function as its parser. */
function createTarget(parse: (text: string) => void): FuzzTarget {
  return {
    name: 'planted',
    words: ['K', 'q', '!', 'other', 'words'],
    parse(input) {
      parse(input.toString('latin1'));
      return () => {};
    },
  };
}

const corpus = [Buffer.from('abc'), Buffer.from('{"kept": ["by", "hand"]}')];

/** The result of a search for a bug among three thousand inputs. */
function searchPlanted(bug: RegExp, seed: number) {
  const target = createTarget((text) => {
    if (bug.test(text)) (undefined as unknown as string).trim();
  });
  return searchFailure(target, corpus, { seed, numRuns: 3_000 }).failure;
}

test('a bug in a sequence of words is found and its input minimized', () => {
  for (const seed of [1, 2, 3]) {
    const failure = searchPlanted(/Kq!/, seed);
    assert.equal(failure?.input.toString('latin1'), 'Kq!');
    assert.match(failure.fault, /TypeError.*trim/);
  }
});

test('a bug in a changed input of the corpus is found, wherever the change is', () => {
  for (const bug of [/^\{"kept.*K/, /hand"\]\}!/, /^(?!abc).*bc/, /by".*by"/, /^.{5000}/]) {
    assert.ok(searchPlanted(bug, 1) !== undefined, String(bug));
  }
});

test('a target without a bug passes after the requested number of inputs', () => {
  const target = createTarget(() => {});
  assert.deepEqual(searchFailure(target, corpus, { seed: 1, numRuns: 50 }), {
    runs: 50,
    failure: undefined,
  });
});

test('the same seed leads to the same inputs, none longer than 64 KiB', () => {
  const sample = () =>
    fc.sample(
      createInputs(
        createTarget(() => {}),
        corpus,
      ),
      { seed: 7, numRuns: 500 },
    );
  assert.deepEqual(sample(), sample());
  assert.ok(sample().every(({ length }) => length <= 64 * 1024));
});

test('a HumanError is not a fault, any other exception is', () => {
  const refusing = createTarget(() => {
    throw new HumanError('Refused', 'It is refused.');
  });
  assert.equal(findFault(refusing, Buffer.alloc(0)), undefined);
  const failing = createTarget(() => {
    throw new RangeError('too deep');
  });
  assert.match(findFault(failing, Buffer.alloc(0)) ?? '', /RangeError: too deep/);
});

test('taking too long is a fault unless it happens only once', () => {
  const wait = (): void => {
    const end = busyTime() + 25;
    while (busyTime() < end);
  };
  const slow = { ...createTarget(wait), longest: 20 };
  assert.match(findFault(slow, Buffer.alloc(0)) ?? '', /more than 20 ms/);
  let count = 0;
  const once = createTarget(() => (count++ === 0 ? wait() : undefined));
  assert.equal(findFault({ ...once, longest: 20 }, Buffer.alloc(0)), undefined);
  assert.equal(count, 2);
});

test('changing the prototype of all objects is a fault', () => {
  const polluting = createTarget(() => {
    (Object.prototype as Record<string, unknown>)['polluted'] = true;
  });
  try {
    assert.match(findFault(polluting, Buffer.alloc(0)) ?? '', /all objects/);
  } finally {
    delete (Object.prototype as Record<string, unknown>)['polluted'];
  }
});
