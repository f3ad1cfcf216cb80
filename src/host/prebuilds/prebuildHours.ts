import * as z from 'zod/mini';
import type { Schedule } from '../../sessions/prebuilds/schedule.ts';
import { hostErrors, settingPhrases } from '../errors.ts';

/** The names of days in settings, in the order of Date. */
const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

const midnight = '00:00';
const time = z.optional(z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/)));

const settingSchema = z.strictObject({
  days: z.optional(z.array(z.enum(dayNames)).check(z.minLength(1))),
  from: time,
  to: time,
});

/** Parses the setting `ideSessionHost.prebuildHours`; `undefined` if it is empty. Throws a HumanError if it is invalid. */
export function parsePrebuildHours(value: unknown): Schedule | undefined {
  const parsed = settingSchema.safeParse(value ?? {});
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path[0];
    throw hostErrors.PrebuildHoursInvalid({
      place: place ? settingPhrases.wrong({ place: String(place) }) : settingPhrases.unknown(),
    });
  }
  if (Object.keys(value ?? {}).length === 0) return undefined;
  const { days = dayNames, from = midnight, to = midnight } = parsed.data;
  return {
    days: new Set(days.map((day) => dayNames.indexOf(day))),
    from: toMinutes(from),
    to: toMinutes(to),
  };
}

function toMinutes(text: string): number {
  const [hours, minutes] = text.split(':');
  return Number(hours) * 60 + Number(minutes);
}
