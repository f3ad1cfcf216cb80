import { deferred } from '../../../src/common/deferred.ts';
import { debugSessions } from '../../../tools/fixtures/editorStandIn.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

type Message = Record<string, unknown>;

/** A debug session of js-debug, which attaches when a test says so, and never answers a request to disconnect before. */
export class JsDebug {
  readonly type = 'pwa-node';
  readonly configuration: object;
  readonly requests: string[] = [];
  /** What the editor reads. */
  readonly read: Message[] = [];
  readonly started = deferred<boolean>();
  /** Whether the session ends when it has disconnected. */
  endsItself = true;
  #say: (message: object) => void = () => undefined;
  #isAttached = false;

  constructor(configuration: unknown) {
    this.configuration = configuration as object;
  }

  /** The adapter connects, and attaches to the process next. */
  connect(): void {
    this.#say = debugSessions.begin(this);
    this.#answer('attach');
    this.started.resolve(true);
  }

  /** The adapter has attached, and has started a child session. */
  attach(): void {
    this.#isAttached = true;
    const child = { type: 'pwa-node', configuration: {}, parentSession: this };
    debugSessions.begin(child)({ type: 'response', command: 'attach', success: true });
  }

  async customRequest(command: string): Promise<void> {
    this.requests.push(command);
    await turn();
    if (command === 'disconnect' && !this.#isAttached) return new Promise(() => undefined);
    this.#answer(command);
    if (command === 'disconnect' && this.endsItself) this.end();
    return undefined;
  }

  end(): void {
    debugSessions.end(this);
  }

  /** The editor ends the session when it reads that. */
  get isTerminated(): boolean {
    return this.read.some(({ type, event }) => type === 'event' && event === 'terminated');
  }

  #answer(command: string): void {
    const message: Message = { type: 'response', command, success: true };
    this.#say(message);
    this.read.push(message);
  }
}
