import { type Disposable, toDisposable } from '../../common/disposable.ts';
import type { Connection } from '../../endpoint/delivery/connection.ts';

/** The connection of a controller that reads everything at once, or whose confirmations don't arrive. */
export class ReplayConnection implements Connection {
  readonly version = '2025-10-01';
  readonly backlog = 0;
  readonly #confirms: boolean;
  readonly #unanswered: string[] = [];
  readonly #pongListeners = new Set<(data: string) => void>();
  readonly #endListeners = new Set<(code: number) => void>();

  constructor({ confirms }: { readonly confirms: boolean }) {
    this.#confirms = confirms;
  }

  send(_part: Uint8Array, _isLast: boolean, release: () => void): void {
    setImmediate(release);
  }

  ping(data: string): void {
    if (!this.#confirms) return;
    this.#unanswered.push(data);
    setImmediate(() => this.confirm());
  }

  /** Confirms what was sent. */
  confirm(): void {
    for (let data; (data = this.#unanswered.shift()) !== undefined;) {
      for (const listener of this.#pongListeners) listener(data);
    }
  }

  onPong(listener: (data: string) => void): Disposable {
    this.#pongListeners.add(listener);
    return toDisposable(() => this.#pongListeners.delete(listener));
  }

  onEnd(listener: (code: number) => void): Disposable {
    this.#endListeners.add(listener);
    return toDisposable(() => this.#endListeners.delete(listener));
  }

  /** Only what was recorded ends it. */
  close(): void {}

  terminate(): void {}

  /** Ends it with a WebSocket status code. */
  end(code: number): void {
    for (const listener of this.#endListeners) listener(code);
  }
}
