import { type Deferred, deferred } from '../../../common/deferred.ts';
import { HumanError } from '../../../common/humanError.ts';
import { browserErrors } from '../../../browser/errors.ts';
import { wasmErrors } from '../../errors.ts';
import { type CdpMessage, toText } from './cdp/messages.ts';

/**
 * The first ids of own commands, which share a connection with those of a debugger. Ids of debuggers start low, and
 * the proxy reads ids as 32 bits.
 */
const firstIds = { relay: 1_500_000_000, held: 1_000_000_000 } as const;
const idsOfEach = 500_000_000;

/** Whether the id of a command is that of one that a relay sends itself. */
export function isOwnId(id: number): boolean {
  return id >= firstIds.relay && id < firstIds.relay + idsOfEach;
}

interface Pending extends Deferred<unknown> {
  readonly method: string;
  readonly sessionId: string | undefined;
}

/** Pending commands of handlers, or of a held connection. */
export class OwnCommands {
  readonly #pending = new Map<number, Pending>();
  readonly #toBrowser: (text: string) => void;
  readonly #firstId: number;
  #nextId: number;
  #isClosed = false;

  constructor(toBrowser: (text: string) => void, owner: keyof typeof firstIds = 'relay') {
    this.#toBrowser = toBrowser;
    this.#firstId = firstIds[owner];
    this.#nextId = this.#firstId;
  }

  /** Whether the id of a response is that of an own command. */
  isOwn(id: number | undefined): boolean {
    return id !== undefined && id >= this.#firstId && id < this.#firstId + idsOfEach;
  }

  send(method: string, params: object, sessionId: string | undefined): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(wasmErrors.RelayClosed({ method }));
    const id = this.#nextId++;
    const pending = { ...deferred<unknown>(), method, sessionId };
    this.#pending.set(id, pending);
    this.#toBrowser(toText({ id, method, params, sessionId }));
    return pending.promise;
  }

  settle({ error, id, result }: Pick<CdpMessage, 'error' | 'id' | 'result'>): void {
    const pending = this.#pending.get(id ?? -1);
    if (pending === undefined) return;
    this.#pending.delete(id ?? -1);
    if (error === undefined) return pending.resolve(result);
    const { method } = pending;
    pending.reject(browserErrors.DevToolsRefused({ method, reason: error.message }));
  }

  /** Rejects the pending commands of a detached target. */
  leave(sessionId: string): void {
    for (const [id, pending] of this.#pending) {
      if (pending.sessionId !== sessionId) continue;
      this.#pending.delete(id);
      pending.reject(wasmErrors.RelayClosed({ method: pending.method }));
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const { method, reject } of this.#pending.values())
      reject(wasmErrors.RelayClosed({ method }));
    this.#pending.clear();
  }
}

/** Whether a command was not answered since its target was detached or the relay was closed. */
export function isRelayClosed(error: unknown): boolean {
  return error instanceof HumanError && error.code === 'RelayClosed';
}
