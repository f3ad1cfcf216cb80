import * as z from 'zod/mini';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { browserErrors } from '../errors.ts';
import { navigationFailure, readNavigationError, slowNavigation } from './pageFailures.ts';
import type { PageTargets } from './pageTargets.ts';

const evaluatedSchema = z.object({
  result: z.object({ value: z.optional(z.unknown()) }),
  exceptionDetails: z.optional(
    z.object({
      text: z.string(),
      exception: z.optional(z.object({ description: z.optional(z.string()) })),
    }),
  ),
});

/**
 * Parses the result of `Runtime.evaluate`. Throws a HumanError if the script failed (PageScriptFailed) or its
 * value does not match the schema (PageAnswerUnexpected).
 */
function readEvaluation<T extends z.ZodMiniType>(answer: unknown, schema: T): z.output<T> {
  const { result, exceptionDetails } = evaluatedSchema.parse(answer);
  if (exceptionDetails !== undefined) {
    const { exception, text } = exceptionDetails;
    throw browserErrors.PageScriptFailed({ reason: exception?.description ?? text });
  }
  const value = schema.safeParse(result.value);
  if (value.success) return value.data;
  const problems = value.error.issues.map(({ message, path }) => [...path, message].join(' '));
  throw browserErrors.PageAnswerUnexpected({ problems: problems.join('; ') });
}

/** How long the first page of a browser may take to appear, in milliseconds. */
const firstPageTimeout = 10_000;
/** How long a server may take to respond, in milliseconds. */
const navigationTimeout = 60_000;
/** How long a page may take to respond, in milliseconds. */
const answerTimeout = 5_000;

const attachedSchema = z.object({ sessionId: z.string() });
const createdSchema = z.object({ targetId: z.string() });

/**
 * A page of a browser. Compatible with debuggers: it never pauses the page, enables no domains and hits no
 * breakpoints.
 */
export class Page implements Disposable {
  readonly targetId: string;
  readonly #targets: PageTargets;
  readonly #sessionId: string;
  readonly #clock: Clock;
  readonly #crashed = new Emitter<void>();
  readonly #closed = new Emitter<void>();
  readonly #resources = new DisposableStore();
  #isThere = true;

  /** Fires when the process of the page has crashed. The page still exists and can be reloaded. */
  readonly crashed: Event<void> = this.#crashed.event;
  /** Fires when the page or its browser is closed. */
  readonly closed: Event<void> = this.#closed.event;

  /** Returns the first page of a new browser. Throws a HumanError (PageNotFound). */
  static async first(targets: PageTargets, clock: Clock): Promise<Page> {
    const target = await withTimeout(clock, firstPageTimeout, targets.first(), undefined);
    if (target !== undefined) return Page.attach(target.targetId, targets, clock);
    throw browserErrors.PageNotFound();
  }

  /** Creates an empty page in a running browser. */
  static async create(targets: PageTargets, clock: Clock): Promise<Page> {
    const created = await targets.connection.send('Target.createTarget', { url: 'about:blank' });
    return Page.attach(createdSchema.parse(created).targetId, targets, clock);
  }

  /** Attaches to an existing page. */
  static async attach(targetId: string, targets: PageTargets, clock: Clock): Promise<Page> {
    const wanted = { targetId, flatten: true };
    const attached = await targets.connection.send('Target.attachToTarget', wanted);
    return new Page(targetId, attachedSchema.parse(attached).sessionId, targets, clock);
  }

  private constructor(targetId: string, sessionId: string, targets: PageTargets, clock: Clock) {
    this.targetId = targetId;
    this.#sessionId = sessionId;
    this.#targets = targets;
    this.#clock = clock;
    const onClosed = (): void => {
      if (this.#isThere) this.#closed.fire();
      this.#isThere = false;
    };
    this.#resources.add(targets.closed((id) => id === targetId && onClosed()));
    this.#resources.add(targets.crashed((id) => id === targetId && this.#crashed.fire()));
    void targets.connection.closed.then(onClosed);
  }

  /**
   * Navigates to a URL and resolves when the navigation is committed. Throws a HumanError for the cause
   * (PageNotLoaded if the cause is unknown).
   */
  async navigate(url: string): Promise<void> {
    if (!URL.canParse(url)) throw navigationFailure(url, 'net::ERR_INVALID_URL');
    const loading = this.#send('Page.navigate', { url });
    const answer = await withTimeout(this.#clock, navigationTimeout, loading, undefined);
    if (answer === undefined) throw slowNavigation(url, navigationTimeout);
    const errorText = readNavigationError(answer);
    if (errorText) throw navigationFailure(url, errorText);
  }

  /**
   * Navigates an empty page like {@link navigate}, and then forgets that it was empty: Back does not lead out
   * of the app, and scripts may close the page.
   */
  async open(url: string): Promise<void> {
    const listening = this.#targets.navigated((id) => {
      if (id !== this.targetId) return;
      listening.dispose();
      // The page may be closed, or already on its way to another one.
      this.#send('Page.resetNavigationHistory').catch(() => undefined);
    });
    this.#resources.add(listening);
    await this.navigate(url);
  }

  /** Reloads the page. */
  async reload(): Promise<void> {
    await this.#send('Page.reload');
  }

  /**
   * Evaluates JavaScript in the page and returns its value by JSON, even while the page is paused. Throws a
   * HumanError if the script throws (PageScriptFailed), returns something unexpected (PageAnswerUnexpected) or
   * the page is too busy (PageNotAnswering).
   */
  evaluate<T extends z.ZodMiniType>(expression: string, schema: T): Promise<z.output<T>> {
    return this.#evaluate({ expression, awaitPromise: false }, schema, answerTimeout);
  }

  /**
   * Evaluates JavaScript that returns a promise, and resolves to its value within a time limit in milliseconds,
   * since promises don't resolve while the page is paused. Throws like {@link evaluate}.
   */
  evaluatePromise<T extends z.ZodMiniType>(
    expression: string,
    schema: T,
    limit: number,
  ): Promise<z.output<T>> {
    return this.#evaluate({ expression, awaitPromise: true }, schema, limit);
  }

  /** Detaches from the page, which stays open. */
  dispose(): void {
    this.#resources.dispose();
    const { connection } = this.#targets;
    const letGo = connection.send('Target.detachFromTarget', { sessionId: this.#sessionId });
    // The page or the browser may be closed.
    letGo.catch(() => {});
  }

  async #evaluate<T extends z.ZodMiniType>(
    what: { readonly expression: string; readonly awaitPromise: boolean },
    schema: T,
    limit: number,
  ): Promise<z.output<T>> {
    const how = { returnByValue: true, silent: true, disableBreaks: true };
    const evaluating = this.#send('Runtime.evaluate', { ...what, ...how });
    const answer = await withTimeout(this.#clock, limit, evaluating, undefined);
    if (answer === undefined) throw browserErrors.PageNotAnswering({ seconds: limit / 1_000 });
    return readEvaluation(answer, schema);
  }

  #send(method: string, params: object = {}): Promise<unknown> {
    if (!this.#isThere) return Promise.reject(browserErrors.PageClosed({ method }));
    return this.#targets.connection.send(method, params, this.#sessionId);
  }
}
