import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';
import { schemaPhrases } from './schemaPhrases.ts';

z.config(english());

/** Whether a value is a string without NUL, which arguments and variables can't contain. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

/** A string without NUL. */
export const text = z.string().check(z.refine(isText, schemaPhrases.containsNul()));

/** The maximum length of paths, names and addresses: that of Windows, which is the largest of all systems. */
export const longestName = 32_767;

/** Whether a value is a text of a path, a name or an address. */
function isShortText(value: unknown): value is string {
  return isText(value) && value.length <= longestName;
}

/** A path, a name or an address in a launch configuration. */
export const shortText = text.check(
  z.refine(
    (value: string) => value.length <= longestName,
    schemaPhrases.tooLong({ maximum: longestName }),
  ),
);

/** How many issues of a list are reported. */
const maxIssues = 10;

/**
 * A list of items. Validation stops after {@link maxIssues}, since there can be millions of items.
 * If all items are `isPlain`, their schema is skipped, since it takes ten times as long.
 */
export function list<T extends z.ZodMiniType>(
  item: T,
  isPlain: (value: unknown) => value is z.output<T> = (_value): _value is z.output<T> => false,
) {
  return z.pipe(
    z.custom<readonly unknown[]>(Array.isArray, schemaPhrases.noList()),
    z.transform((values, { issues }): readonly z.output<T>[] => {
      if (values.every(isPlain)) return values;
      const items: z.output<T>[] = [];
      for (const [index, value] of values.entries()) {
        const result = item.safeParse(value);
        // Invalid items are kept, so that a list of them doesn't look empty.
        items.push(result.data as z.output<T>);
        for (const issue of result.error?.issues ?? []) issues.push(below(index, issue));
        if (issues.length >= maxIssues) break;
      }
      return items;
    }),
  );
}

/** A list of {@link text}. */
export const texts = list(text, isText);

/** A list of {@link shortText}. */
export const shortTexts = list(shortText, isShortText);

function below(index: number, issue: z.core.$ZodIssue): z.core.$ZodRawIssue {
  return { ...issue, path: [index, ...issue.path], input: undefined };
}
