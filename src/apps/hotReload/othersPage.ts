import type { Disposable } from '../../common/disposable.ts';
import { localize } from '../../common/localization.ts';
import type { HotReloadStatus } from '../../wasm/hotReload/hotReloadPort.ts';
import type { PageFacts } from '../../wasm/hotReload/hotReloadTable.ts';
import type { PageListener } from '../../wasm/hotReload/pageHotReload.ts';
import type { Application } from '../../wasm/hotReload/pageScript.ts';
import type { UpdateBatch } from '../../wasm/hotReload/updateJournal.ts';
import type { ReloadListener } from './reloading.ts';
import type { ReloadStartOptions } from './reloadOptions.ts';

/** A page of a client that others build and serve. They may build it again at any time. */
export class OthersPage {
  readonly #page: ReloadStartOptions['page'];
  readonly #isSameBuild: () => Promise<boolean>;
  readonly #listener: ReloadListener;
  #wasRebuilt = false;
  /** Counts documents, to drop what an earlier one reports. */
  #document = 0;

  constructor(
    page: ReloadStartOptions['page'],
    isSameBuild: () => Promise<boolean>,
    listener: ReloadListener,
  ) {
    this.#page = page;
    this.#isSameBuild = isSameBuild;
    this.#listener = listener;
  }

  /** Hears what came of changes, and passes it on. A restart of the session builds nothing. */
  readonly listener: ReloadListener = {
    told: (status) => this.#listener.told(this.#forOthers(status)),
    taken: (files) => this.#listener.taken(files),
  };

  get facts(): PageFacts {
    return this.#page.facts;
  }

  capabilities(): Promise<readonly string[]> {
    return this.#page.capabilities();
  }

  prepare(earlier: UpdateBatch, count: number): Promise<void> {
    return this.#page.prepare(earlier, count);
  }

  /** Updates of one build don't fit another one, which the runtime would not say. */
  async apply(batch: UpdateBatch): Promise<Application> {
    return (await this.#findRefusal()) ?? (await this.#page.apply(batch));
  }

  listen(listener: PageListener): Disposable {
    return this.#page.listen({
      continued: () => listener.continued(),
      left: () => {
        this.#document++;
        listener.left();
      },
      loaded: (application, count) => void this.#onLoaded(application, count, listener),
    });
  }

  async #onLoaded(applied: Application, count: number, listener: PageListener): Promise<void> {
    const document = this.#document;
    const refusal = count === 0 ? undefined : await this.#findRefusal();
    if (document === this.#document) listener.loaded(refusal ?? applied, count);
  }

  async #findRefusal(): Promise<Application | undefined> {
    this.#wasRebuilt ||= !(await this.#isSameBuild());
    if (!this.#wasRebuilt) return undefined;
    return { kind: 'refused', reason: localize('The app was built again.') };
  }

  #forOthers(status: HotReloadStatus): HotReloadStatus {
    if (this.#wasRebuilt && (status.kind === 'refused' || status.kind === 'held')) {
      const message = localize('The app was built again.');
      return { kind: 'restart', diagnostics: [{ code: '', message, severity: 'error' }] };
    }
    if (status.kind === 'applied partly' && status.until === 'restarted') {
      return { ...status, until: 'rebuilt' };
    }
    return status.kind === 'restart' ? { ...status, kind: 'rebuild' } : status;
  }
}
