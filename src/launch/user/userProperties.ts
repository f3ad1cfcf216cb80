import * as z from 'zod/mini';
import type { EnvironmentVariable } from '../../protocol/runSession.ts';
import { text } from '../../protocol/schema.ts';
import { schemaPhrases } from '../../protocol/schemaPhrases.ts';
import { launchErrors } from '../errors.ts';

/** A required property of a debug configuration. */
export const needed = text.check(z.minLength(1, schemaPhrases.empty()));
export const optional = z.optional(text);
export const texts = z.optional(z.array(text));
export const mode = z.optional(z.enum(['Debug', 'NoDebug']));
export const variables = z.optional(
  z.record(text, z.union([text, z.number(), z.boolean(), z.null()], schemaPhrases.noScalar())),
);

/** Converts the variables of a debug configuration to strings. */
export function toVariables(env: z.infer<typeof variables>): readonly EnvironmentVariable[] {
  return Object.entries(env ?? {}).map(([name, value]) => ({ name, value: String(value ?? '') }));
}

/** Parses a debug configuration. Throws a HumanError that names all invalid properties. */
export function parseUserConfiguration<T extends z.ZodMiniType>(
  schema: T,
  configuration: unknown,
): z.output<T> {
  const result = schema.safeParse(configuration);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(': '),
  );
  throw launchErrors.InvalidDebugConfiguration({ problems: problems.join('; ') });
}
