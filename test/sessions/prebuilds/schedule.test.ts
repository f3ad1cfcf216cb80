import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextOpening, type Schedule } from '../../../src/sessions/prebuilds/schedule.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const workdays = new Set([1, 2, 3, 4, 5]);
const workHours: Schedule = { days: workdays, from: 8 * 60, to: 18 * 60 };

/** A time in May 2026, whose first day is a Friday. */
function may(day: number, hours: number, minutes = 0): Date {
  return new Date(2026, 4, day, hours, minutes);
}

test('the next hours are those of the same day, the next day or the next week', () => {
  assert.deepEqual(nextOpening(workHours, may(1, 7, 59)), may(1, 8));
  assert.equal(nextOpening(workHours, may(1, 8)), undefined);
  assert.equal(nextOpening(workHours, may(1, 17, 59)), undefined);
  assert.deepEqual(nextOpening(workHours, may(1, 18)), may(4, 8));
  assert.deepEqual(nextOpening(workHours, may(4, 23)), may(5, 8));
  const fridays = { ...workHours, days: new Set([5]) };
  assert.deepEqual(nextOpening(fridays, may(1, 18)), may(8, 8));
});

test('hours that end on the next day belong to the day on which they begin', () => {
  const fridayNight = { days: new Set([5]), from: 22 * 60, to: 6 * 60 };
  assert.deepEqual(nextOpening(fridayNight, may(1, 5)), may(1, 22));
  assert.equal(nextOpening(fridayNight, may(2, 5, 59)), undefined);
  assert.deepEqual(nextOpening(fridayNight, may(2, 6)), may(8, 22));
  const wholeFriday = { days: new Set([5]), from: 0, to: 0 };
  assert.equal(nextOpening(wholeFriday, may(1, 23, 59)), undefined);
  assert.deepEqual(nextOpening(wholeFriday, may(2, 0)), may(8, 0));
});

test('the next hours begin after the present time, and are open when they begin', () => {
  const minute = fc.nat({ max: 24 * 60 - 1 });
  const day = fc.nat({ max: 6 });
  const schedules = fc.record({
    days: fc.array(day, { minLength: 1 }).map((days) => new Set(days)),
    from: minute,
    to: minute,
  });
  const times = fc.date({ min: new Date(2026, 0), max: new Date(2028, 0), noInvalidDate: true });
  fc.assert(
    fc.property(schedules, times, (schedule, now) => {
      const opening = nextOpening(schedule, now);
      if (opening === undefined) return;
      assert.ok(opening > now);
      assert.ok(opening.getTime() - now.getTime() <= 8 * 24 * 3_600_000);
      assert.equal(nextOpening(schedule, opening), undefined);
    }),
  );
});
