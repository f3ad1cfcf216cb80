import type { Disposable } from '../../common/disposable.ts';
import type { AssemblyUpdate } from '../../dotnet/hotReload/compilerMessages.ts';
import type { Application } from '../../wasm/hotReload/pageScript.ts';
import type { PageListener } from '../../wasm/hotReload/pageHotReload.ts';
import type { PageFacts } from '../../wasm/hotReload/hotReloadTable.ts';
import type { RuntimeVersion } from '../../wasm/hotReload/runtimeVersions.ts';
import type { UpdateBatch } from '../../wasm/hotReload/updateJournal.ts';
import { OnceCode } from './onceCode.ts';
import type { ReloadListener } from './reloading.ts';
import type { ReloadStartOptions } from './reloadOptions.ts';

/** The first version of .NET whose documents have earlier updates before the code of the app begins. */
const firstBeforeMain = 10;

/** A page that takes updates, and runs code that runs only once when it is loaded again. */
export class UpdatedDocuments {
  readonly #page: ReloadStartOptions['page'];
  readonly #once: OnceCode;
  readonly #runsAgain: boolean;
  /** What documents get before their code runs, or while it starts. */
  #earlier: UpdateBatch['updates'] = [];
  /** The updates of which the user was told. */
  readonly #told = new Set<AssemblyUpdate>();

  constructor(page: ReloadStartOptions['page'], version: RuntimeVersion, listener: ReloadListener) {
    this.#page = page;
    this.#runsAgain = version >= firstBeforeMain;
    this.#once = new OnceCode(listener, this.#runsAgain ? 'reloaded' : 'restarted');
  }

  get listener(): ReloadListener {
    return this.#once.listener;
  }

  get facts(): PageFacts {
    return this.#page.facts;
  }

  capabilities(): Promise<readonly string[]> {
    return this.#page.capabilities();
  }

  async prepare(earlier: UpdateBatch, count: number): Promise<void> {
    this.#earlier = earlier.updates;
    await this.#page.prepare(earlier, count);
  }

  async apply(batch: UpdateBatch): Promise<Application> {
    const application = await this.#page.apply(batch);
    if (application.kind === 'applied') this.#applied(batch.updates);
    return application;
  }

  listen(listener: PageListener): Disposable {
    return this.#page.listen({
      continued: () => listener.continued(),
      left: () => listener.left(),
      loaded: (application, count) => {
        if (application.kind === 'applied') this.#loaded();
        listener.loaded(application, count);
      },
    });
  }

  #loaded(): void {
    if (this.#runsAgain) this.#once.restarted();
    else this.#applied(this.#earlier.filter((update) => !this.#told.has(update)));
  }

  #applied(updates: UpdateBatch['updates']): void {
    for (const update of updates) this.#told.add(update);
    this.#once.applied(updates);
  }
}
