import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { HumanError } from '../../src/common/humanError.ts';
import { afterTest } from '../support/afterTest.ts';
import { busyTime } from '../support/busyTime.ts';
import { Coverage } from './coverage.ts';
import { Fuzzer } from './fuzzer.ts';
import { Random } from './random.ts';
import { faultOf, type FuzzTarget } from './target.ts';

/** A target with this in the place of a parser. */
function targetOf(parse: (text: string) => void): FuzzTarget {
  return {
    name: 'planted',
    words: ['K', 'q', '!', 'other', 'words'],
    parse(input) {
      parse(input.toString('latin1'));
      return () => {};
    },
  };
}

/** A parser with a bug that only who gets past two checks can meet. */
function planted(text: string): void {
  if (!text.startsWith('K')) throw new HumanError('NoStart', 'It begins otherwise.');
  if (text[1] === 'q') {
    if (text[2] === '!') (undefined as unknown as string).trim();
  }
}

const mostSteps = 1_500;

/** How many steps a fuzzer takes until it meets the bug, if it does. */
function stepsToBug(
  seed: number,
  coverage: Pick<Coverage, 'keep' | 'takeNew'>,
): number | undefined {
  const fuzzer = new Fuzzer(targetOf(planted), coverage, new Random(seed), [Buffer.from('abc')]);
  for (let step = 1; step <= mostSteps; step++) {
    fuzzer.step();
    const [finding] = fuzzer.findings;
    if (finding === undefined) continue;
    assert.match(finding.input.toString('latin1'), /^Kq!/);
    assert.match(finding.fault, /TypeError.*trim/);
    return step;
  }
  return undefined;
}

function ownCoverage(context: TestContext): Coverage {
  const coverage = new Coverage((url) => url === import.meta.url);
  afterTest(context, () => coverage.dispose());
  return coverage;
}

test('a bug behind two branches is found by what inputs reach', (context) => {
  const steps = stepsToBug(1, ownCoverage(context));
  assert.ok(steps !== undefined, `It was not found in ${mostSteps} steps.`);
});

test('the same bug is not found by chance alone', () => {
  const blind = { keep: () => undefined, takeNew: () => false };
  assert.equal(stepsToBug(1, blind), undefined);
});

test('the same seed leads to the same inputs', (context) => {
  const inputsOf = (): string[] => {
    const inputs: string[] = [];
    const target = targetOf((text) => inputs.push(text));
    const fuzzer = new Fuzzer(target, ownCoverage(context), new Random(7), [Buffer.from('seed')]);
    for (let count = 0; count < 5; count++) fuzzer.step();
    return inputs.slice(0, 18);
  };
  assert.deepEqual(inputsOf(), inputsOf());
});

test('a refusal in words is no fault, anything else that is thrown is one', () => {
  const refusing = targetOf(() => {
    throw new HumanError('Refused', 'It is refused.');
  });
  assert.equal(faultOf(refusing, Buffer.alloc(0)), undefined);
  const failing = targetOf(() => {
    throw new RangeError('too deep');
  });
  assert.match(faultOf(failing, Buffer.alloc(0)) ?? '', /RangeError: too deep/);
});

test('what takes too long is a fault, unless it was slow just once', () => {
  const wait = (): void => {
    const end = busyTime() + 25;
    while (busyTime() < end);
  };
  assert.match(faultOf(targetOf(wait), Buffer.alloc(0)) ?? '', /more than 20 ms/);
  let count = 0;
  const once = targetOf(() => (count++ === 0 ? wait() : undefined));
  assert.equal(faultOf(once, Buffer.alloc(0)), undefined);
});

test('what changes all objects is a fault', () => {
  const polluting = targetOf(() => {
    (Object.prototype as Record<string, unknown>)['polluted'] = true;
  });
  try {
    assert.match(faultOf(polluting, Buffer.alloc(0)) ?? '', /all objects/);
  } finally {
    delete (Object.prototype as Record<string, unknown>)['polluted'];
  }
});
