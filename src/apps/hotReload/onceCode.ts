import type { AssemblyUpdate } from '../../dotnet/hotReload/compilerMessages.ts';
import type { HotReloadStatus } from '../../wasm/hotReload/hotReloadPort.ts';
import type { ReloadListener } from './reloading.ts';

/** What runs code again that runs only once. */
type Rerun = (HotReloadStatus & { readonly kind: 'applied partly' })['until'];

/**
 * Knows the changes of code that runs only once, and has run. The user is told of them, and their files stay out of
 * date until that code runs again.
 */
export class OnceCode {
  readonly #listener: ReloadListener;
  readonly #until: Rerun;
  /** Whether the last updates changed such code. */
  #isPartial = false;
  /** Whether any updates did since files were taken. */
  #wasPartial = false;
  /** The files with such changes. */
  readonly #files = new Set<string>();
  #isTold = false;

  constructor(listener: ReloadListener, until: Rerun) {
    this.#listener = listener;
    this.#until = until;
  }

  /** Hears what came of changes, and passes on what holds. */
  readonly listener: ReloadListener = {
    told: (status) => {
      const isPartial = status.kind === 'applied' && this.#isPartial;
      this.#isTold = isPartial;
      this.#listener.told(
        isPartial ? { ...status, kind: 'applied partly', until: this.#until } : status,
      );
    },
    taken: (files) => {
      if (this.#wasPartial) for (const file of files) this.#files.add(file);
      this.#wasPartial = false;
      this.#listener.taken(files.filter((file) => !this.#files.has(file)));
    },
  };

  /** The running app has applied updates. */
  applied(updates: readonly Pick<AssemblyUpdate, 'runsOnce'>[]): void {
    this.#isPartial = updates.some(({ runsOnce }) => runsOnce === true);
    this.#wasPartial ||= this.#isPartial;
  }

  /** The app starts again, with all updates. */
  restarted(): void {
    const files = [...this.#files];
    this.#files.clear();
    this.#isPartial = false;
    this.#wasPartial = false;
    if (files.length > 0) this.#listener.taken(files);
    if (this.#isTold) this.listener.told({ kind: 'ready' });
  }
}
