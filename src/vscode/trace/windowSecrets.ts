import type { SessionHost } from '../../host/sessionHost.ts';
import type { KnownSecret } from '../../trace/checkSecrets.ts';

/** Returns the secrets of a window's host: its token, and the variables of its sessions. */
export function hostSecrets({ endpoint, sessions }: SessionHost): readonly KnownSecret[] {
  const variables = sessions.list().flatMap(({ spec }) => spec.env);
  return [
    { name: 'DEBUG_SESSION_TOKEN', value: endpoint.token.reveal() },
    ...variables.map(({ name, value }) => ({ name, value: value ?? '' })),
  ];
}

/** Returns the variables that settings contain, wherever there is a property `env`. */
export function settingSecrets(value: unknown): readonly KnownSecret[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    name === 'env' && typeof inner === 'object' && inner !== null
      ? Object.entries(inner).map(([key, text]) => ({ name: key, value: String(text) }))
      : settingSecrets(inner),
  );
}
