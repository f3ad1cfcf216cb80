import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePrebuildHours } from '../../../src/host/prebuilds/prebuildHours.ts';

const everyDay = [0, 1, 2, 3, 4, 5, 6];

test('an empty setting is no schedule', () => {
  assert.equal(parsePrebuildHours({}), undefined);
  assert.equal(parsePrebuildHours(undefined), undefined);
});

test('what a schedule leaves out are all days, or midnight', () => {
  const cases = [
    [{ days: ['Sun', 'Fri'], from: '08:30', to: '18:00' }, [0, 5], 510, 1_080],
    [{ days: ['Mon'] }, [1], 0, 0],
    [{ from: '20:00' }, everyDay, 1_200, 0],
  ] as const;
  for (const [value, days, from, to] of cases) {
    assert.deepEqual(parsePrebuildHours(value), { days: new Set(days), from, to });
  }
});

test('an invalid schedule is refused with the place', () => {
  const cases = [
    [{ days: [] }, 'days is wrong'],
    [{ days: ['Monday'] }, 'days is wrong'],
    [{ from: '8:00' }, 'from is wrong'],
    [{ to: '24:00' }, 'to is wrong'],
    [{ until: '18:00' }, 'unknown name'],
  ] as const;
  for (const [value, place] of cases) {
    assert.throws(() => parsePrebuildHours(value), {
      code: 'PrebuildHoursInvalid',
      message: new RegExp(place),
    });
  }
});
