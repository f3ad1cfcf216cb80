import type { AppRun } from '../../apps/appRun.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';

/** An app that runs, as people know it. */
export interface LiveApp {
  readonly name: string;
  readonly run: AppRun;
}

/** The apps that run in this window, the latest first. */
export class LiveApps {
  #apps: readonly LiveApp[] = [];

  list(): readonly LiveApp[] {
    return this.#apps;
  }

  /** Lists an app until disposed. */
  add(app: LiveApp): Disposable {
    this.#apps = [app, ...this.#apps];
    return toDisposable(() => {
      this.#apps = this.#apps.filter((other) => other !== app);
    });
  }
}
