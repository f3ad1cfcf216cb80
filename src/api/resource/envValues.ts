import type { EnvironmentVariable } from '../../protocol/runSession.ts';
import type { Labels } from './labels.ts';
import type { WrittenSpec } from './written.ts';

/**
 * Whether an update leaves the variables as they are. Values are never shown, so clients send variables
 * back without them: an absent list, or an absent value, stays as it is.
 */
export function isSameEnv(
  stored: readonly EnvironmentVariable[],
  written: WrittenSpec['env'],
): boolean {
  if (written === undefined || written === null) return true;
  if (written.length !== stored.length) return false;
  return written.every(({ name, value }, index) => {
    const variable = stored[index];
    return variable?.name === name && (value ?? variable.value) === variable.value;
  });
}

/**
 * Removes the values of variables from annotations that hold a whole object, such as
 * `kubectl.kubernetes.io/last-applied-configuration`.
 */
export function withoutEnvValues(annotations: Labels): Labels {
  const entries = Object.entries(annotations);
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutValues(value)]));
}

function withoutValues(annotation: string): string {
  const object = parseObject(annotation);
  if (!Array.isArray(object?.spec?.env)) return annotation;
  const env = object.spec.env.map((variable: unknown) => {
    const { name } = (variable ?? {}) as { name?: unknown };
    return typeof name === 'string' ? { name } : {};
  });
  return JSON.stringify({ ...object, spec: { ...object.spec, env } });
}

function parseObject(text: string): { spec?: { env?: unknown } } | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text) as { spec?: { env?: unknown } };
  } catch {
    return undefined;
  }
}
