import type { CompiledProject } from '../../dotnet/hotReload/compilerMessages.ts';
import type { InputChanges } from '../../sessions/inputs/liveInputs.ts';
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
  readonly assets: Pick<AssetReload, 'take'>;
  readonly told: (status: HotReloadStatus) => void;
  /** Hears of files that the page has as they are now. */
  readonly taken: (files: readonly string[]) => void;
}

/** The changes of a running app: gives each to what brings it to the page, and knows which need a restart. */
export class ChangedApp {
  readonly #options: ChangedAppOptions;
  /** The sources that were given to the compiler, and may not run yet. */
  readonly #given = new Set<string>();
  /** The files that were changed and take effect only by a restart. */
  readonly #others = new Set<string>();

  constructor(options: ChangedAppOptions) {
    this.#options = options;
  }

  /** Files were saved in an editor. Only sources are taken; the watch reports others, and new sources. */
  async saved(files: readonly string[]): Promise<void> {
    const { texts } = this.#options;
    await this.#giveChanged(files.filter((file) => texts.has(file)));
  }

  async noticed({ changes, outOfDate }: InputChanges): Promise<void> {
    const { assets, projects, told, texts } = this.#options;
    const isSource = (path: string): boolean =>
      texts.has(path) || roleOf(path, projects) === 'source';
    const others = changes.filter(({ path }) => !isSource(path));
    const isOther = (path: string): boolean => roleOf(path, projects) === 'other';
    assets.take(others.filter(({ path }) => !isOther(path)));
    const hadOthers = this.#others.size > 0;
    for (const { path } of others) if (isOther(path)) this.#others.add(path);
    for (const path of this.#others) if (!outOfDate.has(path)) this.#others.delete(path);
    const [other] = this.#others;
    if (other !== undefined) told(restartFor(other));
    else if (hadOthers) told({ kind: 'ready' });
    await this.#giveChanged(changes.map(({ path }) => path).filter(isSource));
  }

  applyAll(): void {
    this.#give(this.#options.texts.paths);
  }

  /** Takes what came of the sources, and returns what the user is told. */
  compiled(outcome: Outcome): HotReloadStatus {
    const isDone = outcome.kind === 'applied' || outcome.kind === 'no change';
    if (isDone && this.#options.code.state.phase === 'idle') {
      this.#options.taken([...this.#given]);
      this.#given.clear();
    }
    const [other] = this.#others;
    return isDone && other !== undefined ? restartFor(other) : outcome;
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
