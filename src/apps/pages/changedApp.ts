import type { CompiledProject } from '../../dotnet/hotReload/compilerMessages.ts';
import type { InputChange, InputChanges } from '../../sessions/inputs/liveInputs.ts';
import type { HotReloadStatus } from '../../wasm/hotReload/hotReloadPort.ts';
import type { HotReloadState, Outcome } from '../../wasm/hotReload/hotReloadTable.ts';
import type { SourceTexts } from '../../wasm/hotReload/sourceTexts.ts';
import type { AssetReload } from './assetReload.ts';
import { roleOf } from './changedFiles.ts';
import { restartFor } from './reloadStatus.ts';

export interface ChangedAppOptions {
  readonly projects: readonly CompiledProject[];
  readonly texts: SourceTexts;
  /** Compiles sources and applies them in the page. */
  readonly code: { readonly state: HotReloadState; saved(files: readonly string[]): void };
  readonly assets: Pick<AssetReload, 'retry' | 'take'>;
  readonly told: (status: HotReloadStatus) => void;
  /** Called with files of which the page has the present contents. */
  readonly taken: (files: readonly string[]) => void;
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

  /** Files were saved in an editor. Only sources are taken; the watch reports others, and new sources. */
  async saved(files: readonly string[]): Promise<void> {
    const { texts } = this.#options;
    await this.#giveChanged(files.filter((file) => texts.has(file)));
  }

  async noticed({ changes, outOfDate }: InputChanges): Promise<void> {
    const { assets, projects, texts } = this.#options;
    const isSource = ({ path }: InputChange): boolean =>
      texts.has(path) || roleOf(path, projects) === 'source';
    const rest = changes.filter((change) => !isSource(change));
    const others = rest.filter((change) => this.#needsRestart(change));
    const [before] = this.#others;
    for (const { path } of others) this.#others.add(path);
    for (const path of this.#others) if (!outOfDate.has(path)) this.#others.delete(path);
    this.#tellOthers(before);
    assets.take(rest.filter((change) => !others.includes(change)).map(({ path }) => path));
    await this.#giveChanged(changes.filter(isSource).map(({ path }) => path));
  }

  /** Shows a status of what the page has, unless a restart is needed or something is wrong with the code. */
  shown(status: HotReloadStatus): void {
    if (this.#others.size === 0 && this.#isCodeRight) this.#options.told(status);
  }

  applyAll(): void {
    this.#options.assets.retry();
    this.#give(this.#options.texts.paths);
  }

  /** Takes what came of the sources, and returns what the user is told. */
  compiled(outcome: Outcome): HotReloadStatus {
    const isDone = outcome.kind === 'applied' || outcome.kind === 'no change';
    if (isDone && this.#options.code.state.phase === 'idle') {
      this.#options.taken([...this.#given]);
      this.#given.clear();
    }
    this.#problem = isDone ? undefined : outcome;
    const [other] = this.#others;
    return isDone && other !== undefined ? restartFor(other) : outcome;
  }

  get #isCodeRight(): boolean {
    const { phase } = this.#options.code.state;
    return phase === 'idle' || phase === 'held';
  }

  /** With its first or last style, a component gets or loses the attribute by which its styles are found. */
  #needsRestart({ kind, path }: InputChange): boolean {
    const role = roleOf(path, this.#options.projects);
    if (role === 'other') return true;
    return role === 'scoped style' && (kind !== 'changed' || this.#others.has(path));
  }

  /** Tells what needs a restart if it is another file than before, or that nothing needs one any more. */
  #tellOthers(before: string | undefined): void {
    const { code, told } = this.#options;
    const [other] = this.#others;
    if (other === before) return;
    if (other !== undefined) told(restartFor(other));
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
    this.#options.code.saved(files);
  }
}
