import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { PageFrames } from './pageFrames.ts';
import { isLate, type PageEvent, type PageSession } from '../pageSession.ts';

/** A message of a script in a page. */
export interface ScriptMessage {
  readonly message: unknown;
  /** The execution context of the document that sent it. */
  readonly contextId: number;
}

const calledSchema = z.object({
  name: z.string(),
  payload: z.string(),
  executionContextId: z.int(),
});
const payloadSchema = z.object({ script: z.string(), message: z.optional(z.unknown()) });
const createdSchema = z.object({ executionContextId: z.int() });

/** The most messages that a document keeps until they can be sent. */
const maxUnsent = 20;

/**
 * Scripts that run in all documents of a page and its frames of the same process, before the page's own. They
 * run in a JavaScript world that the page can't reach, until the view is closed. A script finds the functions
 * `send(message)` and `on(type, listener)`, which listens on the window before the page does.
 *
 * Bindings are added to each document, since those that the browser adds by itself need `Runtime.enable`: it
 * would send everything that the page writes to its console.
 */
export class PageWorld implements Disposable {
  readonly #session: PageSession;
  /** Differs between views of one page, which may follow each other. */
  readonly #name = `ideSessionHost${randomUUID().replaceAll('-', '')}`;
  readonly #scripts = new Map<string, string>();
  readonly #messages = new Map<string, Emitter<ScriptMessage>>();
  readonly #contexts = new Map<string, number>();
  readonly #connected = new Emitter<number>();
  readonly #gone = new Emitter<number>();
  readonly #frames: PageFrames;
  readonly #resources = new DisposableStore();
  #isAdded = false;

  /** Fires with the execution context of a document whose scripts can send messages. */
  readonly connected: Event<number> = this.#connected.event;
  /** Fires with the execution context of a document that is gone. */
  readonly gone: Event<number> = this.#gone.event;

  constructor(session: PageSession) {
    this.#session = session;
    this.#frames = this.#resources.add(
      new PageFrames(session, {
        loaded: (frameId) => this.#connect(frameId),
        opened: (frameId) => this.#runAgain(frameId),
        removed: (frameId) => this.#forget(frameId),
      }),
    );
    this.#resources.add(session.events((event) => this.#handle(event)));
  }

  /** Adds a script before {@link install}. Returns its messages. */
  add(script: string, source: string): Event<ScriptMessage> {
    const messages = new Emitter<ScriptMessage>();
    this.#scripts.set(script, source);
    this.#messages.set(script, messages);
    return messages.event;
  }

  /**
   * Runs the scripts in the present documents and in all that follow, once the page responds. The session's
   * domain `Page` must be enabled. Throws like {@link PageSession.send} if the page is closed.
   */
  async install(): Promise<void> {
    await this.#session.untilAnswering();
    try {
      await this.#addScripts();
      await this.#frames.watch();
    } catch (error) {
      // A dialog has opened since.
      if (!isLate(error)) throw error;
      await this.install();
    }
  }

  /** The execution contexts of the documents whose scripts can send messages. */
  get contexts(): Iterable<number> {
    return this.#contexts.values();
  }

  /** Returns the execution context of the scripts in a frame. Throws like {@link PageSession.send}. */
  async contextOf(frameId: string): Promise<number> {
    const world = { frameId, worldName: this.#name };
    const created = await this.#session.send('Page.createIsolatedWorld', world);
    return createdSchema.parse(created).executionContextId;
  }

  /** Stops the scripts. To be called before the session is disposed of. */
  dispose(): void {
    this.#resources.dispose();
    for (const contextId of this.#contexts.values()) {
      this.#session.post('Runtime.evaluate', { expression: 'stopScripts()', contextId });
    }
  }

  /** A browser that is late adds them nevertheless. */
  async #addScripts(): Promise<void> {
    if (this.#isAdded) return;
    this.#isAdded = true;
    await this.#session.send('Page.addScriptToEvaluateOnNewDocument', {
      source: this.#source(),
      worldName: this.#name,
      runImmediately: true,
    });
  }

  #source(): string {
    const parts = [...this.#scripts].map(
      ([script, source]) => `{
const send = (message) => call(JSON.stringify({ script: ${JSON.stringify(script)}, message }));
${source}
}`,
    );
    // A document that replaces an empty one may keep its global object.
    return `{
globalThis.stopScripts?.();
const stopping = new AbortController();
globalThis.stopScripts = () => stopping.abort();
const on = (type, listener) =>
  addEventListener(type, listener, { capture: true, signal: stopping.signal });
const unsent = [];
const call = (payload) => {
  if (globalThis.${this.#name}) ${this.#name}(payload);
  else if (unsent.length < ${maxUnsent}) unsent.push(payload);
};
globalThis.sendUnsent = () => unsent.splice(0).forEach(call);
${parts.join('\n')}
}`;
  }

  /** Lets the scripts of a frame send messages. */
  async #connect(frameId: string): Promise<void> {
    const executionContextId = await this.contextOf(frameId);
    if (this.#contexts.get(frameId) !== executionContextId) this.#forget(frameId);
    this.#contexts.set(frameId, executionContextId);
    await this.#session.send('Runtime.addBinding', { name: this.#name, executionContextId });
    const sending = { expression: 'sendUnsent()', contextId: executionContextId };
    await this.#session.send('Runtime.evaluate', sending);
    this.#connected.fire(executionContextId);
  }

  /** A document that is opened for writing loses its listeners. */
  async #runAgain(frameId: string): Promise<void> {
    const contextId = await this.contextOf(frameId);
    await this.#session.send('Runtime.evaluate', { expression: this.#source(), contextId });
    await this.#connect(frameId);
  }

  #forget(frameId: string): void {
    const contextId = this.#contexts.get(frameId);
    this.#contexts.delete(frameId);
    if (contextId !== undefined) this.#gone.fire(contextId);
  }

  #handle({ method, params }: PageEvent): void {
    if (method !== 'Runtime.bindingCalled') return;
    const { data } = calledSchema.safeParse(params);
    if (data === undefined || data.name !== this.#name) return;
    const { script, message } = payloadSchema.parse(JSON.parse(data.payload));
    this.#messages.get(script)?.fire({ message, contextId: data.executionContextId });
  }
}
