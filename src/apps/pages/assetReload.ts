import { basename } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { getLocalizedMessage } from '../../common/humanError.ts';
import type { CompiledProject } from '../../dotnet/hotReload/compilerMessages.ts';
import type { InputChange } from '../../sessions/inputs/liveInputs.ts';
import type { HotReloadStatus } from '../../wasm/hotReload/hotReloadPort.ts';
import { projectOf, roleOf } from './changedFiles.ts';
import { restartFor } from './reloadStatus.ts';

/** The port to a page that fetches its style sheets, and images with these file names, again. */
export interface RefreshablePage {
  refresh(images: readonly string[]): Promise<void>;
}

export interface AssetReloadOptions {
  readonly clock: Clock;
  readonly page: RefreshablePage;
  readonly projects: readonly CompiledProject[];
  /** Builds the bundle of the components' styles of a project. */
  readonly buildStyles: (project: CompiledProject) => Promise<void>;
  readonly told: (status: HotReloadStatus) => void;
  /** Hears of files that the page has as they are now. */
  readonly taken: (files: readonly string[]) => void;
}

/** Shows changed style sheets and images in a page that stays loaded. */
export class AssetReload {
  readonly #options: AssetReloadOptions;
  #changes: InputChange[] = [];
  #isWorking = false;

  constructor(options: AssetReloadOptions) {
    this.#options = options;
  }

  /** Changes that are taken during a build follow it together. */
  take(changes: readonly InputChange[]): void {
    if (changes.length === 0) return;
    this.#changes.push(...changes);
    if (!this.#isWorking) void this.#takeAll();
  }

  async #takeAll(): Promise<void> {
    this.#isWorking = true;
    while (this.#changes.length > 0) await this.#takeSome(this.#changes.splice(0));
    this.#isWorking = false;
  }

  async #takeSome(changes: readonly InputChange[]): Promise<void> {
    const { clock, page, projects, taken, told } = this.#options;
    const began = clock.elapsed();
    const of = (role: string): readonly InputChange[] =>
      changes.filter(({ path }) => roleOf(path, projects) === role);
    const scoped = of('scoped style');
    // Components get or lose the attribute by which their styles are found.
    const unscoped = scoped.find(({ kind }) => kind !== 'changed');
    if (unscoped !== undefined) return told(restartFor(unscoped.path));
    const images = of('image').map(({ path }) => basename(path));
    const [asset] = of('asset');
    try {
      await this.#build(scoped);
      if (asset === undefined || changes.length > 1) await page.refresh(images);
    } catch (error) {
      const message = getLocalizedMessage(error);
      return told({ kind: 'errors', diagnostics: [{ code: '', message, severity: 'error' }] });
    }
    told(
      asset === undefined
        ? { kind: 'applied', milliseconds: clock.elapsed() - began }
        : { kind: 'reload', file: basename(asset.path) },
    );
    taken(changes.map(({ path }) => path));
  }

  async #build(scoped: readonly InputChange[]): Promise<void> {
    const { buildStyles, projects } = this.#options;
    const changed = new Set(scoped.map(({ path }) => projectOf(path, projects)));
    for (const project of changed) if (project !== undefined) await buildStyles(project);
  }
}
