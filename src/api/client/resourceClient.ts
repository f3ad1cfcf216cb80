import type { IncomingMessage } from 'node:http';
import type { ZodMiniType } from 'zod/mini';
import type { ApiClient, ApiRequest } from './apiClient.ts';
import { ApiError, toApiError } from './apiError.ts';
import { JsonLines } from './jsonLines.ts';
import {
  type ApiObject,
  bookmarkSchema,
  eventSchema,
  type ObjectList,
  type ObjectSelection,
  pageSchema,
  type ResourceApi,
  type WatchEvent,
  type WatchOptions,
} from './objects.ts';

/** How many objects are listed with one request. */
const pageSize = 500;

/** How a delete request is carried out. */
export interface DeleteOptions {
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** The objects of one kind, such as `/apis/example.com/v1/widgets`, over HTTP. */
export class ResourceClient<T extends ApiObject> implements ResourceApi<T> {
  readonly #client: ApiClient;
  readonly #path: string;
  readonly #schema: ZodMiniType<T>;

  /** Objects are parsed with `schema`, which should keep unknown properties if it is loose. */
  constructor(client: ApiClient, path: string, schema: ZodMiniType<T>) {
    this.#client = client;
    this.#path = path;
    this.#schema = schema;
  }

  async list(selection: ObjectSelection = {}, signal?: AbortSignal): Promise<ObjectList<T>> {
    try {
      return await this.#listPages(selection, pageSize, signal);
    } catch (error) {
      // The server dropped the first page before the last one was requested.
      if (error instanceof ApiError && error.isExpired) {
        return this.#listPages(selection, undefined, signal);
      }
      throw error;
    }
  }

  async watch({ signal, ...options }: WatchOptions): Promise<AsyncIterable<WatchEvent<T>>> {
    const stream = await this.#client.open({
      method: 'GET',
      path: this.#path,
      query: { ...options, watch: true, allowWatchBookmarks: true },
      signal,
    });
    return this.#readEvents(stream, signal);
  }

  async get(name: string, signal?: AbortSignal): Promise<T> {
    return this.#sendFor({ method: 'GET', path: this.#getPath(name), signal });
  }

  async create(object: unknown, signal?: AbortSignal): Promise<T> {
    const body = { type: 'application/json', value: object };
    return this.#sendFor({ method: 'POST', path: this.#path, body, signal });
  }

  async patch(name: string, patch: unknown, signal?: AbortSignal): Promise<T> {
    return this.#patchAt(this.#getPath(name), patch, signal);
  }

  async patchStatus(name: string, patch: unknown, signal?: AbortSignal): Promise<T> {
    return this.#patchAt(`${this.#getPath(name)}/status`, patch, signal);
  }

  /** Deletes an object, only if it is the given one where `options` say so. */
  async delete(name: string, options: DeleteOptions = {}, signal?: AbortSignal): Promise<void> {
    const value = { propagationPolicy: 'Background', preconditions: options };
    const body = { type: 'application/json', value };
    await this.#client.send({ method: 'DELETE', path: this.#getPath(name), body, signal });
  }

  /** Requests an action of an object, which is a subresource. */
  async post(name: string, subresource: string, signal?: AbortSignal): Promise<T> {
    return this.#sendFor({
      method: 'POST',
      path: `${this.#getPath(name)}/${subresource}`,
      signal,
    });
  }

  /** Opens a subresource that is text, such as `log`. */
  readText(
    name: string,
    subresource: string,
    query: NonNullable<ApiRequest['query']>,
    signal?: AbortSignal,
  ): Promise<IncomingMessage> {
    const path = `${this.#getPath(name)}/${subresource}`;
    return this.#client.open({ method: 'GET', path, query, signal });
  }

  async #listPages(
    selection: ObjectSelection,
    limit: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ObjectList<T>> {
    const items: T[] = [];
    let next: string | undefined;
    for (;;) {
      const query = { ...selection, limit, continue: next };
      const answer = await this.#client.send({ method: 'GET', path: this.#path, query, signal });
      const page = pageSchema.safeParse(answer);
      if (!page.success) throw this.#client.invalidAnswer('it is not a list');
      for (const item of page.data.items ?? []) items.push(this.#parse(item));
      next = page.data.metadata.continue;
      if (!next) return { items, resourceVersion: page.data.metadata.resourceVersion ?? '' };
    }
  }

  #patchAt(path: string, patch: unknown, signal: AbortSignal | undefined): Promise<T> {
    const body = { type: 'application/merge-patch+json', value: patch };
    return this.#sendFor({ method: 'PATCH', path, body, signal });
  }

  async #sendFor(request: ApiRequest): Promise<T> {
    return this.#parse(await this.#client.send(request));
  }

  async *#readEvents(
    stream: IncomingMessage,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<WatchEvent<T>> {
    const lines = new JsonLines();
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        for (const line of lines.push(chunk)) yield this.#toEvent(line);
      }
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason;
      throw this.#client.toStreamError(error);
    } finally {
      stream.destroy();
    }
  }

  #toEvent(line: string): WatchEvent<T> {
    const { type, object } = this.#parseEvent(line);
    switch (type) {
      case 'ADDED':
      case 'MODIFIED':
      case 'DELETED':
        return { type, object: this.#parse(object) };
      case 'BOOKMARK': {
        const bookmark = bookmarkSchema.safeParse(object);
        if (!bookmark.success) throw this.#client.invalidAnswer('a bookmark has no version');
        return { type, resourceVersion: bookmark.data.metadata.resourceVersion };
      }
      case 'ERROR':
        throw toApiError(500, object);
      default:
        throw this.#client.invalidAnswer('a watch contains an unknown event');
    }
  }

  #parseEvent(line: string): { type: string; object: unknown } {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw this.#client.invalidAnswer('a watch contains a line that is not JSON');
    }
    const event = eventSchema.safeParse(value);
    if (!event.success) throw this.#client.invalidAnswer('a watch contains no events');
    return { type: event.data.type, object: event.data.object };
  }

  #parse(value: unknown): T {
    const parsed = this.#schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw this.#client.invalidAnswer(`unexpected value at ${issue?.path.join('.') || 'the top'}`);
  }

  #getPath(name: string): string {
    return `${this.#path}/${encodeURIComponent(name)}`;
  }
}
