import * as z from 'zod/mini';
import { printable, shorten } from '../../common/printable.ts';

const statusSchema = z.object({
  kind: z.literal('Status'),
  message: z.optional(z.string()),
  reason: z.optional(z.string()),
  code: z.optional(z.number()),
  details: z.optional(
    z.object({ name: z.optional(z.string()), retryAfterSeconds: z.optional(z.number()) }),
  ),
});

/** The longest message of a server that is shown, in characters. */
const longestMessage = 1_000;

/** An error that an API server answered with. The message is the server's, on one line. */
export class ApiError extends Error {
  /** The HTTP status code, or the code of an error within a watch. */
  readonly status: number;
  /** The cause in PascalCase, such as `NotFound`; empty if the server gave none. */
  readonly reason: string;
  /** How long to wait before the next request, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** The object that the error is about. */
  readonly objectName: string | undefined;

  constructor(
    status: number,
    reason: string,
    message: string,
    {
      objectName,
      retryAfter,
    }: { objectName?: string | undefined; retryAfter?: number | undefined } = {},
  ) {
    super(shorten(printable(message), longestMessage));
    this.name = 'ApiError';
    this.status = status;
    this.reason = reason;
    this.retryAfter = retryAfter;
    this.objectName = objectName;
  }

  /** The object changed since it was read. */
  get isConflict(): boolean {
    return this.status === 409 && this.reason !== 'AlreadyExists';
  }

  get isNotFound(): boolean {
    return this.status === 404;
  }

  /** Whether this object is gone. A server that doesn't serve the kind yet answers with 404 too. */
  isGone(name: string): boolean {
    return this.isNotFound && this.objectName === name;
  }

  /** The server no longer knows what happened after the version that was asked for. */
  get isExpired(): boolean {
    return this.status === 410;
  }

  /** The server can't answer now, but may answer the same request later. */
  get isTemporary(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

/** Creates the error of an answer. `retryAfter` is the value of the header of that name. */
export function toApiError(status: number, body: unknown, retryAfter?: string): ApiError {
  const { data } = statusSchema.safeParse(body);
  const seconds = toSeconds(retryAfter) ?? data?.details?.retryAfterSeconds;
  return new ApiError(
    data?.code ?? status,
    data?.reason ?? '',
    data?.message ?? `The server answered with HTTP status ${status}`,
    {
      objectName: data?.details?.name,
      retryAfter: seconds === undefined ? undefined : Math.max(0, seconds) * 1_000,
    },
  );
}

/** Dates, which proxies may send, are left to the backoff. */
function toSeconds(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header.trim()) ? Number(header) : undefined;
}
