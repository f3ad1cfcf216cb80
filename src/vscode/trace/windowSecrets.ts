import type { KnownSecret } from '../../trace/checkSecrets.ts';

/** Returns the variables that settings contain, wherever there is a property `env`. */
export function settingSecrets(value: unknown): readonly KnownSecret[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    name === 'env' && typeof inner === 'object' && inner !== null
      ? Object.entries(inner).map(([key, text]) => ({ name: key, value: String(text) }))
      : settingSecrets(inner),
  );
}
