/** Versions of the run-session protocol, oldest first (aspire `docs/specs/IDE-execution.md`). */
export const protocolVersions = ['2024-03-03', '2024-04-23', '2025-10-01'] as const;

export type ProtocolVersion = (typeof protocolVersions)[number];

const oldest: ProtocolVersion = protocolVersions[0];
const newest: ProtocolVersion = '2025-10-01';

/** The outcome of version negotiation. */
export type VersionNegotiation =
  | { readonly kind: 'known'; readonly version: ProtocolVersion }
  | { readonly kind: 'between'; readonly version: ProtocolVersion }
  | { readonly kind: 'newer'; readonly version: ProtocolVersion }
  | { readonly kind: 'older' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed' };

/**
 * Chooses the version to serve a request with. A date between two versions selects the earlier one, a
 * date after the newest version the newest.
 */
export function negotiateVersion(requested: string | undefined): VersionNegotiation {
  if (requested === undefined || requested === '') return { kind: 'missing' };
  const version = protocolVersions.findLast((known) => known <= requested);
  if (version === requested) return { kind: 'known', version };
  if (!isDate(requested)) return { kind: 'malformed' };
  if (version === undefined) return { kind: 'older' };
  return { kind: version === newest ? 'newer' : 'between', version };
}

/** Whether controllers of this version understand `sessionMessage`. */
export function knowsSessionMessages(version: ProtocolVersion): boolean {
  return version >= newest;
}

/** Tells developers how to upgrade from an unsupported version. */
export const upgradeAdvice = `The oldest supported version is ${oldest}. Upgrade your Aspire libraries and tooling to a version that speaks it.`;

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
