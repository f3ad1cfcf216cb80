import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { getMessage } from '../../common/log.ts';
import type { CompilerAnswer, SourceChange } from '../../dotnet/hotReload/compilerMessages.ts';
import {
  type Compilation,
  firstHotReload,
  type HotReloadEffect,
  type HotReloadInput,
  type HotReloadState,
  nextHotReload,
  type Outcome,
  type PageFacts,
} from './hotReloadTable.ts';
import type { Application } from './pageScript.ts';
import type { SourceTexts } from './sourceTexts.ts';
import type { UpdateBatch, UpdateJournal } from './updateJournal.ts';

/** What a page reports. */
export interface PageListener {
  /** It continues after a stop. */
  continued(): void;
  /** Its document was left. */
  left(): void;
  /** A document can take updates. It had `count` updates of the journal to apply before its code ran. */
  loaded(applied: Application, count: number): void;
}

/** The port to a debugged page. */
export interface UpdatablePage {
  readonly facts: PageFacts;
  /** Sets the first updates of the journal, which documents get before their code runs. */
  prepare(earlier: UpdateBatch, count: number): Promise<void>;
  /** Applies updates in the current document. */
  apply(batch: UpdateBatch): Promise<Application>;
  listen(listener: PageListener): Disposable;
}

/** The port to the compiler. */
export interface ChangeCompiler {
  compile(changes: readonly SourceChange[]): Promise<CompilerAnswer>;
  /** Finds the sources that the app has now, after these were added. Returns the paths of all. */
  findSources(added: readonly string[]): Promise<readonly string[]>;
}

/** A compiler that has loaded the sources that run, and the updates that it compiles. */
export interface StartedCode {
  readonly compiler: ChangeCompiler;
  readonly journal: UpdateJournal;
}

/** Dependencies of hot reload in a page. */
export interface PageHotReloadOptions {
  readonly clock: Clock;
  readonly page: UpdatablePage;
  /** Called at the first sign of a change. Resolves to `undefined` if no change can be applied, which it tells. */
  readonly start: () => Promise<StartedCode | undefined>;
  readonly texts: SourceTexts;
  /** Hears what came of changes. */
  readonly told: (outcome: Outcome) => void;
}

/** Applies saved changes in a debugged page. */
export class PageHotReload implements Disposable {
  readonly #options: PageHotReloadOptions;
  readonly #listening: Disposable;
  #state: HotReloadState = firstHotReload;
  #code: StartedCode | undefined;
  /** The new sources that could not be found by the compiler yet. */
  #unfound = new Set<string>();
  /** Counts documents, to drop what an earlier one reports late. */
  #document = 0;

  constructor(options: PageHotReloadOptions) {
    this.#options = options;
    this.#listening = options.page.listen({
      continued: () => this.#take({ kind: 'continued' }),
      left: () => {
        this.#document++;
        this.#take({ kind: 'left' });
      },
      loaded: (applied, count) => void this.#onLoaded(applied, count),
    });
  }

  get state(): HotReloadState {
    return this.#state;
  }

  /** A change is likely. The compiler starts, unless it was started before. */
  expectChange(): void {
    this.#take({ kind: 'expected' });
  }

  /** Files were saved that are or may be sources of the app. */
  saved(files: readonly string[]): void {
    if (files.length > 0) this.#take({ kind: 'saved', files, at: this.#options.clock.elapsed() });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#take({ kind: 'end' });
  }

  /** Only what has started is asked to compile and apply. */
  get #started(): StartedCode {
    if (this.#code === undefined) throw new Error('The compiler has not started.');
    return this.#code;
  }

  #take(input: HotReloadInput): void {
    const [state, ...effects] = nextHotReload(this.#state, input, this.#options.page.facts);
    this.#state = state;
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: HotReloadEffect): void {
    switch (effect.do) {
      case 'start':
        return void this.#start();
      case 'compile':
        return void this.#compile(effect.files);
      case 'apply':
        return void this.#apply(effect.updates[0] ?? 0);
      case 'tell':
        return this.#options.told(effect.outcome);
    }
  }

  async #start(): Promise<void> {
    this.#code = await this.#options.start();
    this.#take({ kind: this.#code === undefined ? 'end' : 'ready' });
  }

  async #compile(files: readonly string[]): Promise<void> {
    const compilation = await this.#compiled(files).catch((error: unknown): Compilation => {
      return {
        kind: 'restart',
        diagnostics: [{ code: '', message: getMessage(error), severity: 'error' }],
      };
    });
    this.#take({ kind: 'compiled', compilation });
  }

  async #compiled(files: readonly string[]): Promise<Compilation> {
    const { page, texts } = this.#options;
    const { compiler, journal } = this.#started;
    const found = await this.#findSources(files);
    const changes = await texts.changes([...new Set([...files, ...found])]);
    // Texts that were refused stay with the compiler, which says again what is wrong with them.
    if (changes.length === 0 && texts.isCurrent) return { kind: 'no change' };
    const answer = await compiler.compile(changes);
    if (answer.kind === 'errors' || answer.kind === 'restart') return answer;
    if (answer.kind === 'failed' || answer.kind === 'started') {
      const message = answer.kind === 'failed' ? answer.reason : '';
      return { kind: 'restart', diagnostics: [{ code: '', message, severity: 'error' }] };
    }
    const updates = answer.kind === 'updates' ? answer.updates : [];
    const update = journal.add(updates, texts.commit());
    if (update === undefined) return { kind: 'no change' };
    await page.prepare(journal.from(0), journal.length);
    return { kind: 'update', update };
  }

  /** Makes the new sources among saved files known, with earlier ones for which that failed. Returns all of them. */
  async #findSources(files: readonly string[]): Promise<readonly string[]> {
    const { texts } = this.#options;
    const added = await texts.added([...new Set([...this.#unfound, ...files])]);
    this.#unfound = new Set(added);
    if (added.length === 0) return [];
    texts.setPaths(await this.#started.compiler.findSources(added));
    this.#unfound.clear();
    return added;
  }

  async #apply(first: number): Promise<void> {
    const { clock, page } = this.#options;
    const document = this.#document;
    const application = await page.apply(this.#started.journal.from(first)).catch(failed);
    if (document !== this.#document) return;
    if (application.kind === 'refused') this.#take(application);
    else this.#take({ kind: 'applied', at: clock.elapsed() });
  }

  async #onLoaded(earlier: Application, count: number): Promise<void> {
    if (this.#code === undefined) return;
    const { clock, page } = this.#options;
    const { journal } = this.#code;
    const document = this.#document;
    let application = earlier;
    // What was compiled while the document was loading.
    for (let next = count; application.kind === 'applied' && next < journal.length;) {
      const missing = journal.from(next);
      next = journal.length;
      application = await page.apply(missing).catch(failed);
    }
    if (document !== this.#document) return;
    if (application.kind === 'refused') this.#take(application);
    else this.#take({ kind: 'loaded', at: clock.elapsed() });
  }
}

function failed(error: unknown): Application {
  return { kind: 'refused', reason: getMessage(error) };
}
