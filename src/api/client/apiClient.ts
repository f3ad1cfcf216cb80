import type { IncomingMessage } from 'node:http';
import { orAborted } from '../../common/abort.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { HumanError } from '../../common/humanError.ts';
import { type ApiError, toApiError } from './apiError.ts';
import { Backoff } from './backoff.ts';
import type { ClusterAccess } from './clusterAccess.ts';
import { type Connection, clusterConnection, socketConnection } from './connection.ts';
import { clientErrors } from './errors.ts';
import { delay, type Deadline, openDeadline } from './deadline.ts';
import { type Proof, SignIn } from './signIn.ts';

/** Where an API is served. */
export type ApiTarget =
  | {
      readonly kind: 'cluster';
      readonly access: ClusterAccess;
      /** Whether the user agreed to run the cluster's credential plugin. */
      readonly isPluginAllowed: boolean;
    }
  /** A Unix socket or a named pipe. Needs no credentials. */
  | { readonly kind: 'socket'; readonly path: string };

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Parameters that are undefined are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: { readonly type: string; readonly value: unknown };
  readonly signal?: AbortSignal | undefined;
}

/** How long the answer may take, in milliseconds. */
const answerTimeout = 30_000;
/** How often a request is sent while the server is too busy for it. */
const maxAttempts = 6;
/** The longest pause that a server is granted, in milliseconds. */
const longestPause = 60_000;
/** The longest JSON answer, in bytes. */
const longestAnswer = 256 * 1024 * 1024;

/**
 * A client of one API server. It waits and tries again while the server is too busy (429, 503), and then
 * holds back all other requests too. Other errors are left to the caller.
 */
export class ApiClient implements Disposable {
  readonly #connection: Connection;
  readonly #signIn: SignIn | undefined;
  readonly #clock: Clock;
  readonly #random: () => number;
  /** Until when the server wants no requests, in milliseconds of the monotonic clock. */
  #busyUntil = -Infinity;

  constructor(target: ApiTarget, clock: Clock, random: () => number = Math.random) {
    this.#clock = clock;
    this.#random = random;
    if (target.kind === 'socket') {
      this.#connection = socketConnection(target.path);
    } else {
      this.#connection = clusterConnection(target.access);
      this.#signIn = new SignIn(target.access, clock, target.isPluginAllowed);
    }
  }

  /** The server's address, as it is shown to users. */
  get server(): string {
    return this.#connection.server;
  }

  /** Sends a request and parses the answer. Throws an {@link ApiError} or a HumanError. */
  async send(request: ApiRequest): Promise<unknown> {
    const deadline = openDeadline(this.#clock, answerTimeout, request.signal);
    try {
      return await this.#parse(await this.#answer(request, deadline));
    } catch (error) {
      throw this.#toError(error, deadline);
    } finally {
      deadline.dispose();
    }
  }

  /** Sends a request and returns the body as it arrives. The time limit applies to the headers only. */
  async open(request: ApiRequest): Promise<IncomingMessage> {
    const deadline = openDeadline(this.#clock, answerTimeout, request.signal);
    try {
      return await this.#answer(request, deadline);
    } catch (error) {
      throw this.#toError(error, deadline);
    } finally {
      deadline.release();
    }
  }

  /** Converts the failure of a stream of {@link open}. */
  toStreamError(error: unknown): Error {
    return this.#unreachable(error);
  }

  invalidAnswer(problem: string): HumanError {
    return clientErrors.ApiAnswerInvalid({ server: this.server, problem });
  }

  dispose(): void {
    this.#connection.dispose();
  }

  async #answer(request: ApiRequest, deadline: Deadline): Promise<IncomingMessage> {
    const backoff = new Backoff({ first: 500, longest: 10_000 }, this.#random);
    let isRefused = false;
    for (let attempt = 1; ; attempt++) {
      await this.#untilFree(deadline);
      const proof = await orAborted(this.#prove(), deadline.signal);
      const answer = await this.#exchange(request, proof, deadline);
      if ((answer.statusCode ?? 0) < 300) return answer;
      const error = await this.#readError(answer);
      if (error.status === 401 && !isRefused && this.#signIn !== undefined) {
        isRefused = true;
        this.#signIn.refused(proof);
      } else if (!isBusy(error) || attempt >= maxAttempts) {
        throw error;
      } else {
        const pause = Math.min(error.retryAfter ?? backoff.next(), longestPause);
        this.#busyUntil = Math.max(this.#busyUntil, this.#clock.elapsed() + pause);
      }
    }
  }

  /** The pauses don't count as time that the answer takes. */
  async #untilFree(deadline: Deadline): Promise<void> {
    for (;;) {
      const pause = this.#busyUntil - this.#clock.elapsed();
      if (pause <= 0) return;
      deadline.pause();
      // The requests that were held back don't arrive all at once.
      await delay(this.#clock, pause * (1 + this.#random() / 10), deadline.signal);
      deadline.resume();
    }
  }

  async #prove(): Promise<Proof> {
    return this.#signIn?.proof() ?? anonymous;
  }

  #exchange(request: ApiRequest, proof: Proof, { signal }: Deadline): Promise<IncomingMessage> {
    const { body } = request;
    return this.#connection.send(
      {
        method: request.method,
        path: `${request.path}${toQuery(request.query)}`,
        headers: {
          accept: 'application/json',
          ...(body && { 'content-type': body.type }),
        },
        body: body && JSON.stringify(body.value),
        signal,
      },
      proof,
    );
  }

  async #readError(answer: IncomingMessage): Promise<ApiError> {
    const body: unknown = await this.#parse(answer).catch(() => undefined);
    return toApiError(answer.statusCode ?? 0, body, answer.headers['retry-after']);
  }

  async #parse(answer: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > longestAnswer) throw this.invalidAnswer('it is longer than 256 MiB');
      chunks.push(chunk);
    }
    try {
      return JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } catch {
      throw this.invalidAnswer('it is not JSON');
    }
  }

  #toError(error: unknown, deadline: Deadline): Error {
    const { signal } = deadline;
    if (deadline.hasPassed())
      return this.#unreachable(new Error('it did not answer within 30 seconds'));
    if (signal.aborted) return signal.reason as Error;
    return this.#unreachable(error);
  }

  #unreachable(error: unknown): Error {
    if (!(error instanceof Error) || error instanceof HumanError || error.name === 'ApiError') {
      return error as Error;
    }
    const { code, message } = error as NodeJS.ErrnoException;
    return clientErrors.ApiServerUnreachable({
      server: this.server,
      reason: message || String(code),
    });
  }
}

const anonymous: Proof = { authorization: undefined, certificate: undefined };

function isBusy({ retryAfter, status }: ApiError): boolean {
  return status === 429 || (status === 503 && retryAfter !== undefined);
}

function toQuery(query: ApiRequest['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(key, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
