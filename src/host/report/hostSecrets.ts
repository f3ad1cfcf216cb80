import type { KnownSecret } from '../../trace/secrets/checkSecrets.ts';
import type { SessionHost } from '../sessionHost.ts';

/** Returns the secrets of a host: its token, and the variables of its sessions. */
export function hostSecrets({ endpoint, sessions }: SessionHost): readonly KnownSecret[] {
  const variables = sessions.list().flatMap(({ spec }) => spec.env);
  return [
    { name: 'DEBUG_SESSION_TOKEN', value: endpoint.token.reveal() },
    ...variables.map(({ name, value }) => ({ name, value: value ?? '' })),
  ];
}
