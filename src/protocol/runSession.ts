import * as z from 'zod/mini';
import { isPlainLaunchConfiguration, launchConfigurationSchema } from './launchConfigurations.ts';
import { isText, list, longestName, text, texts } from './schema.ts';
import { schemaPhrases } from './schemaPhrases.ts';

const variableName = new RegExp(`^[^=\\0]{1,${longestName}}$`);

const environmentVariable = z.looseObject({
  name: z
    .string()
    .check(
      z.regex(
        variableName,
        'must be a variable name: not empty, without = and NUL, and no longer than 32,767 characters',
      ),
    ),
  value: z.pipe(
    z.nullish(text),
    z.transform((value) => value ?? ''),
  ),
});

/**
 * The body of `PUT /run_session`. Unknown properties are kept.
 * If `args` is absent or null, the arguments of the launch profile apply; an array replaces them.
 */
export const runSessionRequestSchema = z.looseObject({
  launch_configurations: list(launchConfigurationSchema, isPlainLaunchConfiguration).check(
    z.minLength(1, schemaPhrases.noLaunchConfiguration()),
  ),
  env: z.nullish(list(environmentVariable, isPlainVariable)),
  args: z.nullish(texts),
});

export type RunSessionRequest = z.infer<typeof runSessionRequestSchema>;

/** Parses a request by its schema, which takes several times as long as the check for plain ones. */
export function parseRunSession(
  value: unknown,
): ReturnType<typeof runSessionRequestSchema.safeParse> {
  if (isPlainRunSessionRequest(value)) return { success: true, data: value };
  return runSessionRequestSchema.safeParse(value);
}

/** Whether the schema of requests accepts the value unchanged. */
export function isPlainRunSessionRequest(value: unknown): value is RunSessionRequest {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (Object.hasOwn(value, '__proto__')) return false;
  const { args, env, launch_configurations: configurations } = value as Record<string, unknown>;
  return (
    isListOf(isPlainLaunchConfiguration, configurations) &&
    configurations.length > 0 &&
    isListOf(isPlainVariable, env ?? []) &&
    isListOf(isText, args ?? [])
  );
}

function isListOf<T>(isItem: (item: unknown) => item is T, value: unknown): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

export type EnvironmentVariable = z.infer<typeof environmentVariable>;

/** Whether the schema of variables accepts the value unchanged. */
function isPlainVariable(value: unknown): value is EnvironmentVariable {
  if (typeof value !== 'object' || value === null) return false;
  const { name, value: content } = value as Record<string, unknown>;
  return typeof name === 'string' && variableName.test(name) && isText(content);
}
