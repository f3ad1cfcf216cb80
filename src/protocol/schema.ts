import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';

z.config(english());

/** Whether a value is a string as programs, variables and arguments can carry it. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

/** A string as programs, variables and arguments can carry it. */
export const text = z.string().check(z.refine(isText, 'must not contain NUL'));

/** No path, name or address is longer: Windows takes no more, and other systems less. */
export const longestName = 32_767;

/** Whether a value is such a string that may be a path, a name or an address. */
function isShortText(value: unknown): value is string {
  return isText(value) && value.length <= longestName;
}

/** Such a string in a launch configuration, where it is a path, a name or an address. */
export const shortText = text.check(
  z.refine(
    (value: string) => value.length <= longestName,
    `must not be longer than ${longestName} characters`,
  ),
);

/** How much is told of what is wrong with a list. */
const mostFaults = 10;

/**
 * A list of items, looked at no further once enough is wrong: there may be millions of them.
 * Items that all are `isPlain` are right as they are; their schema, which takes ten times as long, isn't asked.
 */
export function list<T extends z.ZodMiniType>(
  item: T,
  isPlain: (value: unknown) => value is z.output<T> = (_value): _value is z.output<T> => false,
) {
  return z.pipe(
    z.custom<readonly unknown[]>(Array.isArray, 'must be a list'),
    z.transform((values, { issues }): readonly z.output<T>[] => {
      if (values.every(isPlain)) return values;
      const items: z.output<T>[] = [];
      for (const [index, value] of values.entries()) {
        const result = item.safeParse(value);
        // What is wrong counts as an item, so that a list of it isn't taken for an empty one.
        items.push(result.data as z.output<T>);
        for (const issue of result.error?.issues ?? []) issues.push(below(index, issue));
        if (issues.length >= mostFaults) break;
      }
      return items;
    }),
  );
}

/** A list of such strings. */
export const texts = list(text, isText);

/** A list of strings of a launch configuration. */
export const shortTexts = list(shortText, isShortText);

function below(index: number, issue: z.core.$ZodIssue): z.core.$ZodRawIssue {
  return { ...issue, path: [index, ...issue.path], input: undefined };
}
