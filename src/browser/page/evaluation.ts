import * as z from 'zod/mini';
import { pageScriptFailed, unexpectedPageAnswer } from './pageFailures.ts';

const evaluatedSchema = z.object({
  result: z.object({ value: z.optional(z.unknown()) }),
  exceptionDetails: z.optional(
    z.object({
      text: z.string(),
      exception: z.optional(z.object({ description: z.optional(z.string()) })),
    }),
  ),
});

/**
 * Reads what `Runtime.evaluate` answered. Throws a HumanError if the script failed (PageScriptFailed) or
 * its value is not what the schema says (PageAnswerUnexpected).
 */
export function readEvaluation<T extends z.ZodMiniType>(answer: unknown, schema: T): z.output<T> {
  const { result, exceptionDetails } = evaluatedSchema.parse(answer);
  if (exceptionDetails !== undefined) {
    throw pageScriptFailed(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }
  const value = schema.safeParse(result.value);
  if (value.success) return value.data;
  const problems = value.error.issues.map(({ message, path }) => [...path, message].join(' '));
  throw unexpectedPageAnswer(problems);
}
