import type { AppLaunch } from '../../apps/appLaunch.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';

/** A running app. */
export interface LiveApp {
  readonly name: string;
  readonly launch: AppLaunch;
}

/** The running apps of this window, the latest first. */
export class LiveApps {
  #apps: readonly LiveApp[] = [];

  list(): readonly LiveApp[] {
    return this.#apps;
  }

  /** Adds an app until the result is disposed of. */
  add(app: LiveApp): Disposable {
    this.#apps = [app, ...this.#apps];
    return toDisposable(() => {
      this.#apps = this.#apps.filter((other) => other !== app);
    });
  }
}
