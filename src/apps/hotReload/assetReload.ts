import { basename } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { getLocalizedMessage } from '../../common/humanError.ts';
import type { HotReloadStatus } from '../../wasm/hotReload/hotReloadPort.ts';
import { type AppProject, type FileRole, findInnermostProject, getRole } from './changedFiles.ts';

/** The port to a page that fetches its style sheets, and images with these file names, again. */
export interface RefreshablePage {
  refresh(images: readonly string[]): Promise<void>;
}

export interface AssetReloadOptions {
  readonly clock: Clock;
  /** Absent if no page shows them before it is loaded again. */
  readonly page: RefreshablePage | undefined;
  readonly projects: () => readonly AppProject[];
  /** Builds the bundle of the components' styles of a project. */
  readonly buildStyles: (project: AppProject) => Promise<void>;
  readonly told: (status: HotReloadStatus) => void;
  /** Called with files of which the page has the present contents. */
  readonly taken: (files: readonly string[]) => void;
}

/** Shows changed style sheets and images in a page that stays loaded. */
export class AssetReload {
  readonly #options: AssetReloadOptions;
  /** The files that wait for the next turn. */
  readonly #files = new Set<string>();
  /** The files that could not be shown, and are tried again. */
  readonly #failed = new Set<string>();
  #isWorking = false;

  constructor(options: AssetReloadOptions) {
    this.#options = options;
  }

  /** Changes that are taken during a build follow it together. */
  take(files: readonly string[]): void {
    if (files.length === 0) return;
    for (const file of [...this.#failed, ...files]) this.#files.add(file);
    this.#failed.clear();
    if (!this.#isWorking) void this.#takeAll();
  }

  /** Tries the files again that could not be shown. */
  retry(): void {
    this.take([...this.#failed]);
  }

  async #takeAll(): Promise<void> {
    this.#isWorking = true;
    while (this.#files.size > 0) {
      const files = [...this.#files];
      this.#files.clear();
      await this.#takeSome(files);
    }
    this.#isWorking = false;
  }

  async #takeSome(files: readonly string[]): Promise<void> {
    const { clock, page, taken, told } = this.#options;
    const projects = this.#options.projects();
    const began = clock.elapsed();
    const of = (some: readonly string[], role: FileRole): readonly string[] =>
      some.filter((path) => getRole(path, projects) === role);
    const unbuilt = await this.#build(of(files, 'scoped style'));
    const ready = files.filter((path) => !unbuilt.includes(path));
    const [asset] = page === undefined ? ready : of(ready, 'asset');
    const isFetched = await this.#attempt(ready, async () => {
      const images = of(ready, 'image').map((path) => basename(path));
      if (of(ready, 'asset').length < ready.length) await page?.refresh(images);
    });
    if (!isFetched) return;
    taken(ready);
    // What is wrong with the styles stays visible.
    if (unbuilt.length > 0) return;
    told(
      asset === undefined
        ? { kind: 'applied', milliseconds: clock.elapsed() - began }
        : { kind: 'reload', file: basename(asset) },
    );
  }

  /** Builds the bundles with these styles. Returns those that could not be built. */
  async #build(styles: readonly string[]): Promise<readonly string[]> {
    const { buildStyles } = this.#options;
    const projects = this.#options.projects();
    const unbuilt: string[] = [];
    for (const project of new Set(styles.map((path) => findInnermostProject(path, projects)))) {
      if (project === undefined) continue;
      const own = styles.filter((path) => findInnermostProject(path, projects) === project);
      if (!(await this.#attempt(own, () => buildStyles(project)))) unbuilt.push(...own);
    }
    return unbuilt;
  }

  /** Whether an action for files succeeds. Otherwise they are kept, and the user is told why. */
  async #attempt(files: readonly string[], action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      for (const file of files) this.#failed.add(file);
      const message = getLocalizedMessage(error);
      this.#options.told({
        kind: 'errors',
        diagnostics: [{ code: '', message, severity: 'error' }],
      });
      return false;
    }
  }
}
