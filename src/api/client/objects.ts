import * as z from 'zod/mini';

/** What every Kubernetes object has. Versions are compared, but otherwise opaque. */
export interface ApiObject {
  readonly metadata: {
    readonly name: string;
    readonly uid?: string | undefined;
    readonly resourceVersion?: string | undefined;
  };
}

/** All objects that match, with the version from which a watch continues. */
export interface ObjectList<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  /** The watch is complete up to this version. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string };

/** Which objects are listed or watched. */
export interface ObjectSelection {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface WatchOptions extends ObjectSelection {
  /** Only later changes are reported; without it, all objects are reported as added first. */
  readonly resourceVersion?: string;
  /** When the server ends the watch, in seconds. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal | undefined;
}

/** The objects of one kind on an API server. Methods throw an ApiError or a HumanError. */
export interface ResourceApi<T extends ApiObject> {
  list(selection?: ObjectSelection, signal?: AbortSignal): Promise<ObjectList<T>>;
  /**
   * Resolves when the server has accepted the watch. The events end with the stream of the server, and
   * throw if that is cut or ends with an error.
   */
  watch(options: WatchOptions): Promise<AsyncIterable<WatchEvent<T>>>;
  get(name: string, signal?: AbortSignal): Promise<T>;
  /** Applies a JSON merge patch. With `metadata.resourceVersion`, only to that version (409 otherwise). */
  patch(name: string, patch: unknown, signal?: AbortSignal): Promise<T>;
  /** The same for the subresource `status`. */
  patchStatus(name: string, patch: unknown, signal?: AbortSignal): Promise<T>;
}

export const pageSchema = z.object({
  metadata: z.object({
    resourceVersion: z.optional(z.string()),
    continue: z.optional(z.string()),
  }),
  items: z.nullable(z.array(z.unknown())),
});

export const eventSchema = z.object({ type: z.string(), object: z.unknown() });

export const bookmarkSchema = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
});

/** Whether version `one` is older than `other`. Versions that aren't numbers are never older. */
export function isOlder(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || !isNumber(one) || !isNumber(other)) return false;
  return one.length === other.length ? one < other : one.length < other.length;
}

function isNumber(version: string): boolean {
  return /^(0|[1-9]\d*)$/.test(version);
}
