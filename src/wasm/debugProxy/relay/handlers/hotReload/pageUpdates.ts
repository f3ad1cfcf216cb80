import * as z from 'zod/mini';
import { type Disposable, toDisposable } from '../../../../../common/disposable.ts';
import type { PageFacts } from '../../../../hotReload/hotReloadTable.ts';
import type { PageListener, UpdatablePage } from '../../../../hotReload/pageHotReload.ts';
import { refreshExpression } from '../../../../hotReload/assetScript.ts';
import {
  type Application,
  applyExpression,
  capabilitiesExpression,
  documentScript,
  hotReloadScriptUrl,
  parsePageReport,
  readApplication,
  readCapabilities,
  reportBinding,
} from '../../../../hotReload/pageScript.ts';
import type { RuntimeVersion } from '../../../../hotReload/runtimeVersions.ts';
import type { ExpectedMoves, UpdateBatch } from '../../../../hotReload/updateJournal.ts';
import {
  drop,
  type EventOutcome,
  pass,
  type RelayHandler,
  type RelayTarget,
} from '../../handler.ts';
import type { MovedLines } from './movedLines.ts';
import type { PageStops } from './pageStops.ts';

const bindingSchema = z.object({ name: z.string(), payload: z.string() });
const scriptSchema = z.object({ url: z.string() });
const addedSchema = z.object({ identifier: z.string() });

const none: UpdateBatch = { updates: [], moves: new Map() };

/**
 * Applies hot reload updates in a debugged page over the connection of its debug proxy to the browser, so that it
 * is known when the page is stopped, left or loaded. Used between the proxy and the browser.
 */
export class PageUpdates implements UpdatablePage {
  readonly #lines: MovedLines;
  readonly #stops: PageStops;
  readonly #listeners = new Set<PageListener>();
  #target: RelayTarget | undefined;
  #isLoaded = false;
  #prepared = none;
  /** How many updates of the journal are prepared. */
  #count = 0;
  #version: RuntimeVersion = 10;
  /** The id of the script that documents run; absent before it is added. */
  #scriptId: string | undefined;
  /** The last replacement of the script; absent before the first one. */
  #replacing: Promise<void> | undefined;

  constructor(lines: MovedLines, stops: PageStops) {
    this.#lines = lines;
    this.#stops = stops;
    stops.onContinued(() => this.#notify((listener) => listener.continued()));
  }

  get facts(): PageFacts {
    return { isLoaded: this.#isLoaded, isStopped: this.#stops.isStopped };
  }

  listen(listener: PageListener): Disposable {
    this.#listeners.add(listener);
    return toDisposable(() => this.#listeners.delete(listener));
  }

  /** Sets the version of .NET in the documents that are loaded from now on. */
  async expectVersion(version: RuntimeVersion): Promise<void> {
    if (version === this.#version) return;
    this.#version = version;
    if (this.#target !== undefined) await this.#addScript(this.#target);
  }

  async prepare(earlier: UpdateBatch, count: number): Promise<void> {
    this.#prepared = earlier;
    this.#count = count;
    if (this.#target !== undefined) await this.#addScript(this.#target);
  }

  async apply({ moves, updates }: UpdateBatch): Promise<Application> {
    const target = this.#target;
    if (target === undefined) return { kind: 'refused', reason: 'The page is not open.' };
    this.#expect(target, moves);
    let application: Application = { kind: 'applied', warnings: [] };
    if (updates.length > 0) {
      const expression = applyExpression(updates, this.#version);
      const params = { expression, returnByValue: true, silent: true };
      application = readApplication(await target.send('Runtime.evaluate', params));
    }
    if (application.kind === 'applied') await this.#tell(target, moves);
    return application;
  }

  /** Returns the changes that the runtime accepts; empty if it doesn't tell. */
  async capabilities(): Promise<readonly string[]> {
    const params = { expression: capabilitiesExpression, returnByValue: true, silent: true };
    return readCapabilities(await this.#target?.send('Runtime.evaluate', params));
  }

  /** Makes the page fetch its style sheets, and images with these file names, again. Rejects if it fails. */
  async refresh(images: readonly string[]): Promise<void> {
    const params = { expression: refreshExpression(images), silent: true };
    const application = readApplication(await this.#target?.send('Runtime.evaluate', params));
    if (application.kind === 'refused') throw new Error(application.reason);
  }

  handler(): RelayHandler {
    return {
      name: 'page updates',
      attached: (target) => {
        if (target.type !== 'page' || this.#target !== undefined) return;
        this.#target = target;
        target.send('Runtime.addBinding', { name: reportBinding }).catch(() => undefined);
        this.#addScript(target).catch(() => undefined);
      },
      events: {
        'Debugger.scriptParsed': ({ params }) =>
          scriptSchema.safeParse(params).data?.url === hotReloadScriptUrl ? drop : pass,
        'Runtime.bindingCalled': ({ params }, target) => this.#onReport(params, target),
        'Runtime.executionContextsCleared': (_, target) => {
          if (target !== this.#target) return pass;
          this.#isLoaded = false;
          this.#expect(target, this.#prepared.moves);
          this.#notify((listener) => listener.left());
          return pass;
        },
      },
    };
  }

  #onReport(params: unknown, target: RelayTarget): EventOutcome {
    const { data } = bindingSchema.safeParse(params);
    if (data?.name !== reportBinding) return pass;
    const report = parsePageReport(data.payload);
    if (report === undefined || target !== this.#target) return drop;
    this.#isLoaded = true;
    const { count, error } = report;
    const application: Application =
      error === undefined ? { kind: 'applied', warnings: [] } : { kind: 'refused', reason: error };
    void this.#tell(target, this.#prepared.moves);
    this.#notify((listener) => listener.loaded(application, count));
    return drop;
  }

  /** The id of a script is known only when the browser has added it, so one is added after the other. */
  #addScript(target: RelayTarget): Promise<void> {
    const before = this.#replacing?.catch(() => undefined);
    const replace = (): Promise<void> => this.#replaceScript(target);
    this.#replacing = before === undefined ? replace() : before.then(replace);
    return this.#replacing;
  }

  /** Later documents run the new script, and none runs without one. */
  async #replaceScript(target: RelayTarget): Promise<void> {
    const old = this.#scriptId;
    const source = documentScript(this.#prepared.updates, this.#count, this.#version);
    const added = await target.send('Page.addScriptToEvaluateOnNewDocument', { source });
    this.#scriptId = addedSchema.safeParse(added).data?.identifier;
    if (old === undefined) return;
    await target.send('Page.removeScriptToEvaluateOnNewDocument', { identifier: old });
  }

  /** The lines that move with updates of the runtime. */
  #expect({ sessionId }: RelayTarget, moves: ReadonlyMap<string, ExpectedMoves>): void {
    const reported = [...moves].filter(([, { reports }]) => reports > 0);
    if (sessionId !== undefined) this.#lines.expect(sessionId, new Map(reported));
  }

  /** The lines that move without one. */
  async #tell(
    { sessionId }: RelayTarget,
    moves: ReadonlyMap<string, ExpectedMoves>,
  ): Promise<void> {
    const others = [...moves].filter(([, { reports }]) => reports === 0);
    if (sessionId === undefined || others.length === 0) return;
    await this.#lines.tell(
      sessionId,
      new Map(others.map(([assembly, { updates }]) => [assembly, updates])),
    );
  }

  #notify(call: (listener: PageListener) => void): void {
    for (const listener of this.#listeners) call(listener);
  }
}
