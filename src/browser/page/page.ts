import * as z from 'zod/mini';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { browserErrors } from '../errors.ts';
import { navigationFailure, slowNavigation } from './pageFailures.ts';
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
 * Reads what `Runtime.evaluate` answered. Throws a HumanError if the script failed (PageScriptFailed) or
 * its value is not what the schema says (PageAnswerUnexpected).
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

/** How long the first page of a browser may take to be there, in milliseconds. */
const firstPageTimeout = 10_000;
/** How long a server may take to answer for a page, in milliseconds. */
const navigationTimeout = 60_000;
/** How long a page may take to answer, in milliseconds. */
const answerTimeout = 5_000;

const attachedSchema = z.object({ sessionId: z.string() });
const createdSchema = z.object({ targetId: z.string() });
const navigatedSchema = z.object({ errorText: z.optional(z.string()) });

/**
 * A page of a browser. Debuggers may be attached beside: it never pauses the page, enables nothing in
 * it and hits no breakpoint itself.
 */
export class Page implements Disposable {
  readonly targetId: string;
  readonly #targets: PageTargets;
  readonly #sessionId: string;
  readonly #clock: Clock;
  readonly #crashed = new Emitter<void>();
  readonly #closed = new Emitter<void>();
  readonly #owned = new DisposableStore();
  #isThere = true;

  /** The page's process died; the page stays, and can be loaded again. */
  readonly crashed: Event<void> = this.#crashed.event;
  /** The page is gone, by itself or with its browser. */
  readonly closed: Event<void> = this.#closed.event;

  /** The first page of a browser that was just started. Throws a HumanError (PageNotFound). */
  static async first(targets: PageTargets, clock: Clock): Promise<Page> {
    const target = await withTimeout(clock, firstPageTimeout, targets.first(), undefined);
    if (target !== undefined) return Page.attach(target.targetId, targets, clock);
    throw browserErrors.PageNotFound();
  }

  /** A new, empty page in a browser that runs. */
  static async create(targets: PageTargets, clock: Clock): Promise<Page> {
    const created = await targets.connection.send('Target.createTarget', { url: 'about:blank' });
    return Page.attach(createdSchema.parse(created).targetId, targets, clock);
  }

  /** A page that is there. */
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
    this.#owned.add(targets.closed((id) => id === targetId && onClosed()));
    this.#owned.add(targets.crashed((id) => id === targetId && this.#crashed.fire()));
    void targets.connection.closed.then(onClosed);
  }

  /**
   * Loads an address and resolves once the page is being loaded. Throws a HumanError that names the cause
   * (PageNotLoaded where Chromium names none that is known).
   */
  async navigate(url: string): Promise<void> {
    if (!URL.canParse(url)) throw navigationFailure(url, 'net::ERR_INVALID_URL');
    const loading = this.#send('Page.navigate', { url });
    const answer = await withTimeout(this.#clock, navigationTimeout, loading, undefined);
    if (answer === undefined) throw slowNavigation(url, navigationTimeout);
    const { errorText } = navigatedSchema.parse(answer);
    if (errorText) throw navigationFailure(url, errorText);
  }

  /** Loads the page again, as its user would. */
  async reload(): Promise<void> {
    await this.#send('Page.reload');
  }

  /**
   * Evaluates JavaScript in the page and gives it as JSON would carry it; also while the page is paused.
   * Throws a HumanError if it throws (PageScriptFailed), is something else (PageAnswerUnexpected) or the
   * page is too busy to answer (PageNotAnswering).
   */
  evaluate<T extends z.ZodMiniType>(expression: string, schema: T): Promise<z.output<T>> {
    return this.#evaluate({ expression, awaitPromise: false }, schema, answerTimeout);
  }

  /**
   * Evaluates JavaScript that is a promise and gives what it resolves to, within a limit in milliseconds:
   * while the page is paused no promise resolves. Throws as {@link evaluate} does.
   */
  evaluatePromise<T extends z.ZodMiniType>(
    expression: string,
    schema: T,
    limit: number,
  ): Promise<z.output<T>> {
    return this.#evaluate({ expression, awaitPromise: true }, schema, limit);
  }

  /** Lets go of the page, which stays open. */
  dispose(): void {
    this.#owned.dispose();
    const { connection } = this.#targets;
    const letGo = connection.send('Target.detachFromTarget', { sessionId: this.#sessionId });
    // Where the page or the browser is gone, there is nothing to let go of.
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
