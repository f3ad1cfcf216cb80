import type * as z from 'zod/mini';
import { HumanError } from '../common/humanError.ts';

/** Parses the value of one of our settings. Throws a HumanError that names it and what is wrong in it. */
export function parseSetting<T extends z.ZodMiniType>(
  name: string,
  schema: T,
  value: unknown,
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(': '),
  );
  throw new HumanError(
    'InvalidSetting',
    `The setting ideSessionHost.${name} can't be used. ${problems.join('; ')}. Correct it in the settings.`,
  );
}
