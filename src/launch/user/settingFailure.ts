import type * as z from 'zod/mini';
import { launchErrors } from '../errors.ts';

/** Parses the value of a setting. Throws a HumanError that names the setting and its problems. */
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
  throw launchErrors.InvalidSetting({ name, problems: problems.join('; ') });
}
