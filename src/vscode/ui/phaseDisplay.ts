import * as vscode from 'vscode';
import type { PhaseView } from '../../apps/phaseProgress.ts';
import type { Clock } from '../../common/clock.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';

/** A progress indicator that is open. */
interface Shown {
  readonly progress: vscode.Progress<{ message: string }>;
  readonly over: Deferred<void>;
}

export interface PhaseDisplayOptions {
  readonly title: string;
  /** Writes to the debug console. */
  readonly note: (text: string) => void;
  readonly clock: Clock;
  /** Cancels the launch; absent if the user didn't ask for it. */
  readonly cancel: (() => void) | undefined;
}

/** A launch that takes longer is also shown in a notification, in milliseconds. */
const longLaunch = 5_000;

/**
 * Shows the phases of a launch in the status bar and in its debug console, and after a while in a notification that
 * can cancel it.
 */
export class PhaseDisplay implements PhaseView {
  readonly #options: PhaseDisplayOptions;
  #places: Shown[] = [];
  #text = '';
  #waiting: Disposable | undefined;

  constructor(options: PhaseDisplayOptions) {
    this.#options = options;
  }

  show(text: string): void {
    const { cancel, clock, note } = this.#options;
    note(`${text}\n`);
    this.#text = text;
    if (this.#places.length === 0) {
      this.#open({ location: vscode.ProgressLocation.Window });
      if (cancel) this.#waiting = clock.after(longLaunch, () => this.#offerCancel(cancel));
    } else {
      for (const { progress } of this.#places) progress.report({ message: text });
    }
  }

  clear(): void {
    this.#waiting?.dispose();
    for (const { over } of this.#places) over.resolve();
    this.#places = [];
  }

  #offerCancel(cancel: () => void): void {
    const resources = new DisposableStore();
    const location = vscode.ProgressLocation.Notification;
    const { over } = this.#open({ location, cancellable: true }, (token) =>
      resources.add(token.onCancellationRequested(cancel)),
    );
    void over.promise.then(() => resources.dispose());
  }

  /** Opens an indicator with the current phase. */
  #open(
    options: Pick<vscode.ProgressOptions, 'location' | 'cancellable'>,
    opened: (token: vscode.CancellationToken) => void = () => undefined,
  ): Shown {
    const over = deferred();
    const reports = [{ message: this.#text }];
    let progress: Shown['progress'] = { report: (report) => reports.push(report) };
    const { title } = this.#options;
    void vscode.window.withProgress<void>({ ...options, title }, (shown, token) => {
      for (const report of reports) shown.report(report);
      progress = shown;
      opened(token);
      return over.promise;
    });
    const place = {
      progress: { report: (report) => progress.report(report) },
      over,
    } satisfies Shown;
    this.#places.push(place);
    return place;
  }
}
