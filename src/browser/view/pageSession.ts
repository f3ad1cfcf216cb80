import * as z from 'zod/mini';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { deferred } from '../../common/deferred.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { HumanError } from '../../common/humanError.ts';
import { browserErrors } from '../errors.ts';
import { DevToolsConnection, type DevToolsEvent } from '../page/devTools.ts';

/** How long a page may take to respond, in milliseconds. It doesn't respond while a dialog is open. */
const answerTimeout = 5_000;

const attachedSchema = z.object({ sessionId: z.string() });

/** An event of a page. */
export interface PageEvent {
  readonly method: string;
  readonly params: unknown;
}

/** A client's session with one page, over its own connection to the browser. */
export class PageSession implements Disposable {
  readonly targetId: string;
  readonly #connection: DevToolsConnection;
  readonly #clock: Clock;
  readonly #sessionId: string;
  readonly #events = new Emitter<PageEvent>();
  readonly #closed = deferred();
  readonly #resources = new DisposableStore();

  readonly events: Event<PageEvent> = this.#events.event;

  /**
   * Attaches to a page of the browser at a WebSocket address. Throws a HumanError (BrowserConnectionFailed,
   * DevToolsRefused if there is no such page).
   */
  static async attach(browserUri: string, targetId: string, clock: Clock): Promise<PageSession> {
    const connection = await DevToolsConnection.open(browserUri, clock);
    try {
      const attaching = connection.send('Target.attachToTarget', { targetId, flatten: true });
      const answer = await withinLimit(clock, attaching);
      return new PageSession(connection, targetId, attachedSchema.parse(answer).sessionId, clock);
    } catch (error) {
      connection.dispose();
      throw error;
    }
  }

  private constructor(
    connection: DevToolsConnection,
    targetId: string,
    sessionId: string,
    clock: Clock,
  ) {
    this.targetId = targetId;
    this.#connection = this.#resources.add(connection);
    this.#sessionId = sessionId;
    this.#clock = clock;
    this.#resources.add(connection.events((event) => this.#handle(event)));
    void connection.closed.then(() => this.#closed.resolve());
  }

  /** Resolves when the page or the browser is closed, and on `dispose`. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /**
   * Calls a method and resolves to its result. Throws a HumanError like {@link DevToolsConnection.send}, or if
   * the page does not respond in time (PageNotAnswering).
   */
  send(method: string, params: object = {}): Promise<unknown> {
    return withinLimit(this.#clock, this.#connection.send(method, params, this.#sessionId));
  }

  /** Resolves when the page responds, as it doesn't while a dialog is open. Throws like {@link send} if it is closed. */
  async untilAnswering(): Promise<void> {
    try {
      await this.send('Runtime.evaluate', { expression: '0' });
    } catch (error) {
      if (!isLate(error)) throw error;
      await this.untilAnswering();
    }
  }

  /** Calls a method whose result and failure are of no interest. */
  post(method: string, params: object = {}): void {
    this.#connection.send(method, params, this.#sessionId).catch(() => undefined);
  }

  /** Detaches from the page, which stays open, and resets what this session has emulated. */
  dispose(): void {
    this.#resources.dispose();
  }

  #handle({ method, params, sessionId }: DevToolsEvent): void {
    if (sessionId === this.#sessionId) return this.#events.fire({ method, params });
    if (method !== 'Target.detachedFromTarget') return;
    if (attachedSchema.safeParse(params).data?.sessionId === this.#sessionId) this.#end();
  }

  #end(): void {
    this.#closed.resolve();
    this.dispose();
  }
}

/** Whether an error means that a page may respond later. */
export function isLate(error: unknown): boolean {
  return error instanceof HumanError && error.code === 'PageNotAnswering';
}

async function withinLimit(clock: Clock, answering: Promise<unknown>): Promise<unknown> {
  const late = Symbol('late');
  const answer = await withTimeout<unknown, symbol>(clock, answerTimeout, answering, late);
  if (answer === late) throw browserErrors.PageNotAnswering({ seconds: answerTimeout / 1_000 });
  return answer;
}
