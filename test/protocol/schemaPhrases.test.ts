import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod/mini';
import { setLanguage } from '../../src/common/localization.ts';
import { localizePhrase } from '../../src/common/phrases.ts';
import { runSessionRequestSchema } from '../../src/protocol/runSession.ts';
import { shortText, text } from '../../src/protocol/schema.ts';

/** Schemas with values that they refuse, and the text that is translated. */
const refused: readonly (readonly [z.ZodMiniType, unknown, string])[] = [
  [z.string(), 1, 'Invalid input: expected {expected}, received {received}'],
  [z.literal('a'), 1, 'Invalid input: expected {expected}'],
  [z.union([z.string(), z.boolean()]), 1, 'Invalid input'],
  [z.enum(['a', 'b']), 'c', 'Invalid option: expected one of {options}'],
  [
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') })]),
    { kind: 'b' },
    'Invalid discriminator value. Expected {options}',
  ],
  [z.strictObject({}), { a: 1 }, 'Unrecognized key: {key}'],
  [z.strictObject({}), { a: 1, b: 2 }, 'Unrecognized keys: {keys}'],
  [z.number().check(z.lte(1)), 2, 'Too big: expected {what} to be {limit}'],
  [z.number().check(z.gte(1)), 0, 'Too small: expected {what} to be {limit}'],
  [z.array(z.number()).check(z.maxLength(1)), [1, 2], 'Too big: expected {what} to have {limit}'],
  [z.array(z.number()).check(z.minLength(1)), [], 'Too small: expected {what} to have {limit}'],
  [z.string().check(z.regex(/a/)), 'b', 'Invalid string: must match pattern {pattern}'],
  [text, 'a\0', 'must not contain NUL'],
  [shortText, 'a'.repeat(40_000), 'must not be longer than {maximum} characters'],
  [runSessionRequestSchema, { launch_configurations: 1 }, 'must be a list'],
];

test('what schemas find is translated', (context) => {
  context.after(() => setLanguage((english) => english));
  setLanguage((english) => english.replace(/\{(\w+)\}/g, '<$1>'));
  for (const [schema, value, expected] of refused) {
    const [issue] = schema.safeParse(value).error?.issues ?? [];
    assert.ok(issue !== undefined, expected);
    assert.equal(localizePhrase(issue.message), expected.replace(/\{(\w+)\}/g, '<$1>'));
  }
});
