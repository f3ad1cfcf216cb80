import { group, plural } from '../resource/kind.ts';

/** The HTTP status of each reason for which a request fails. */
const codes = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
} as const;

export type StatusReason = keyof typeof codes;

/** Why one field, or the request as a whole, is not accepted. */
export interface StatusCause {
  readonly reason:
    | 'FieldValueForbidden'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueRequired'
    | 'ResourceVersionTooLarge';
  readonly message: string;
  /** A path such as `spec.launchConfigurations`. */
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  /** The plural of the kind, except in `Invalid`, where it is the kind. */
  readonly kind?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** A request that fails. Rendered as a Kubernetes `Status`. */
export class StatusError extends Error {
  readonly reason: StatusReason;
  readonly details: StatusDetails | undefined;

  constructor(reason: StatusReason, message: string, details?: StatusDetails) {
    super(message);
    this.name = 'StatusError';
    this.reason = reason;
    this.details = details;
  }

  /** The HTTP status. */
  get code(): number {
    return codes[this.reason];
  }

  toJSON() {
    const { code, details, message, reason } = this;
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(details && { details }),
      code,
    };
  }
}

/** The error for a session that doesn't exist. */
export function sessionNotFound(name: string): StatusError {
  const details = { name, group, kind: plural };
  return new StatusError('NotFound', `${plural}.${group} "${name}" not found`, details);
}

/** The error for parameters of a list or watch that are not accepted together. */
export function invalidListOptions(causes: readonly StatusCause[]): StatusError {
  return invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, causes);
}

/** The error for values that are not accepted, with one cause for each. */
export function invalid(
  details: { readonly group: string; readonly kind: string; readonly name?: string },
  causes: readonly StatusCause[],
): StatusError {
  const { group: ownGroup, kind: ownKind, name = '' } = details;
  const message = `${ownKind}.${ownGroup} "${name}" is invalid: ${toText(causes)}`;
  return new StatusError('Invalid', message, { ...details, causes });
}

/** The error for a version that the host hasn't reached. Clients start over after a second. */
export function versionTooLarge(requested: number, current: number): StatusError {
  const message = `Too large resource version: ${requested}, current: ${current}`;
  const causes = [
    { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' },
  ] as const;
  return new StatusError('Timeout', message, { causes, retryAfterSeconds: 1 });
}

/** The error for a version after which changes are no longer kept. Clients have to list again. */
export function versionExpired(message: string): StatusError {
  return new StatusError('Expired', message);
}

/** The error for changes while the host closes. */
export function closing(): StatusError {
  return new StatusError('ServiceUnavailable', 'IDE Session Host is closing.');
}

/** Joins causes as API servers do: a single one as it is, several in brackets. */
function toText(causes: readonly StatusCause[]): string {
  const texts = causes.map(({ field, message }) => (field ? `${field}: ${message}` : message));
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}
