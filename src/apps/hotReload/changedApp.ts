import type { InputChange, InputChanges } from '../../sessions/inputs/liveInputs.ts';
import type { LaunchStep } from '../../sessions/runner.ts';
import type { HotReloadStatus } from '../../wasm/hotReload/hotReloadPort.ts';
import type { Outcome } from '../../wasm/hotReload/hotReloadTable.ts';
import type { PageHotReload } from '../../wasm/hotReload/pageHotReload.ts';
import type { SourceTexts } from '../../wasm/hotReload/sourceTexts.ts';
import type { AssetReload } from './assetReload.ts';
import { type AppProject, decidesCompiler, getRole } from './changedFiles.ts';
import { toRestartStatus } from './reloadStatus.ts';

export interface ChangedAppOptions {
  readonly projects: () => readonly AppProject[];
  readonly texts: SourceTexts;
  /** Compiles sources and applies them in the page. */
  readonly code: Pick<PageHotReload, 'expectChange' | 'saved' | 'state'>;
  readonly assets: Pick<AssetReload, 'retry' | 'take'>;
  readonly told: (status: HotReloadStatus) => void;
  /** Called with files of which the page has the present contents. */
  readonly taken: (files: readonly string[]) => void;
  /** Hears why changes are applied. */
  readonly explain?: ((step: LaunchStep) => void) | undefined;
}

/** The changes of a running app: gives each to what brings it to the page, and knows which need a restart. */
export class ChangedApp {
  readonly #options: ChangedAppOptions;
  /** The sources that were given to the compiler, and may not run yet. */
  readonly #given = new Set<string>();
  /** The files that were changed and take effect only by a restart. */
  readonly #others = new Set<string>();
  /** Why the last changes of sources don't run, or not yet. */
  #problem: Outcome | undefined;

  constructor(options: ChangedAppOptions) {
    this.#options = options;
  }

  /** The user is editing a file, so the compiler is started. */
  edited(file: string): void {
    if (this.#options.texts.has(file) && !this.#mustWait) this.#options.code.expectChange();
  }

  /** Files were saved after the build, perhaps before their texts were read. */
  savedEarly(files: readonly string[]): void {
    const own = files.filter((file) => this.#options.texts.has(file));
    this.#explain('editor', own.length);
    this.#give(own);
  }

  /** Files were saved in an editor. Only sources are taken; the watch reports others, and new sources. */
  async saved(files: readonly string[]): Promise<void> {
    const { texts } = this.#options;
    const own = files.filter((file) => texts.has(file));
    this.#explain('editor', own.length);
    await this.#giveChanged(own);
  }

  /** Takes what the watch reports. */
  async noticed(noticed: InputChanges): Promise<void> {
    const { code, texts } = this.#options;
    this.#explain('watch', noticed.changes.length);
    const sources = this.#takeOthers(noticed);
    // Their texts may have been read after they were changed.
    const changed =
      code.state.phase === 'asleep' ? sources.filter((path) => noticed.outOfDate.has(path)) : [];
    this.#give([...new Set([...changed, ...(await texts.findChanged(sources))])]);
  }

  /** Shows a status of what the page has, unless a restart is needed or something is wrong with the code. */
  shown(status: HotReloadStatus): void {
    if (this.#others.size === 0 && this.#isCodeRight) this.#options.told(status);
  }

  /** Takes all changes, with those that the watch has reported and {@link noticed} wasn't called for. */
  applyAll(waiting: InputChanges | undefined): void {
    this.#options.explain?.({
      kind: 'changed',
      by: 'command',
      files: waiting?.changes.length ?? 0,
    });
    const sources = waiting === undefined ? [] : this.#takeOthers(waiting);
    this.#options.assets.retry();
    this.#give([...new Set([...this.#options.texts.paths, ...sources])]);
  }

  /** Takes what came of the sources, and returns what the user is told. */
  compiled(outcome: Outcome): HotReloadStatus {
    this.#sortOut();
    const isDone = outcome.kind === 'applied' || outcome.kind === 'no change';
    if (isDone && this.#options.code.state.phase === 'idle') {
      this.#options.taken([...this.#given]);
      this.#given.clear();
    }
    this.#problem = isDone ? undefined : outcome;
    const [other] = this.#others;
    return isDone && other !== undefined ? toRestartStatus(other) : outcome;
  }

  #explain(by: 'editor' | 'watch', files: number): void {
    if (files > 0) this.#options.explain?.({ kind: 'changed', by, files });
  }

  get #isCodeRight(): boolean {
    const { phase } = this.#options.code.state;
    return phase === 'asleep' || phase === 'starting' || phase === 'idle' || phase === 'held';
  }

  /** A compiler that starts from changed projects would not have what runs. */
  get #mustWait(): boolean {
    return this.#options.code.state.phase === 'asleep' && [...this.#others].some(decidesCompiler);
  }

  #isSource(file: string): boolean {
    const { projects, texts } = this.#options;
    return texts.has(file) || getRole(file, projects()) === 'source';
  }

  /** Takes the files that aren't sources, and returns the sources. */
  #takeOthers({ changes, outOfDate }: InputChanges): readonly string[] {
    const isSource = new Set(
      changes.map(({ path }) => path).filter((path) => this.#isSource(path)),
    );
    const rest = changes.filter(({ path }) => !isSource.has(path));
    const mustWait = this.#mustWait;
    const others = rest.filter((change) => this.#needsRestart(change));
    const [before] = this.#others;
    for (const { path } of others) this.#others.add(path);
    for (const path of this.#others) if (!outOfDate.has(path)) this.#others.delete(path);
    this.#tellOthers(before);
    const shown = rest.filter((change) => !others.includes(change));
    this.#options.assets.take(shown.map(({ path }) => path));
    if (mustWait && !this.#mustWait) this.#give([...this.#given]);
    return [...isSource];
  }

  /** Only after its start it is known which projects the compiler has. */
  #sortOut(): void {
    for (const file of this.#given) {
      if (this.#isSource(file)) continue;
      this.#given.delete(file);
      this.#others.add(file);
    }
  }

  /** With its first or last style, a component gets or loses the attribute by which its styles are found. */
  #needsRestart({ kind, path }: InputChange): boolean {
    const role = getRole(path, this.#options.projects());
    if (role === 'other') return true;
    return role === 'scoped style' && (kind !== 'changed' || this.#others.has(path));
  }

  /** Tells what needs a restart if it is another file than before, or that nothing needs one any more. */
  #tellOthers(before: string | undefined): void {
    const { code, told } = this.#options;
    const [other] = this.#others;
    if (other === before) return;
    if (other !== undefined) told(toRestartStatus(other));
    else if (this.#problem !== undefined && code.state.phase !== 'idle') told(this.#problem);
    else this.shown({ kind: 'ready' });
  }

  /** The editor and the watch report the same changes, in any order. */
  async #giveChanged(files: readonly string[]): Promise<void> {
    this.#give(await this.#options.texts.findChanged(files));
  }

  #give(files: readonly string[]): void {
    if (files.length === 0) return;
    for (const file of files) this.#given.add(file);
    if (!this.#mustWait) this.#options.code.saved(files);
  }
}
