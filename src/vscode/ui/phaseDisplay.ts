import * as vscode from 'vscode';
import type { PhaseView } from '../../apps/phaseProgress.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';

/** A phase in the status bar. */
interface Shown {
  readonly progress: vscode.Progress<{ message: string }>;
  readonly over: Deferred<void>;
}

/** Shows the phases of a launch in the status bar and in its debug console. */
export class PhaseDisplay implements PhaseView {
  readonly #title: string;
  readonly #note: (text: string) => void;
  #shown: Shown | undefined;

  constructor(title: string, note: (text: string) => void) {
    this.#title = title;
    this.#note = note;
  }

  show(text: string): void {
    this.#note(`${text}\n`);
    this.#shown ??= this.#open();
    this.#shown.progress.report({ message: text });
  }

  clear(): void {
    this.#shown?.over.resolve();
    this.#shown = undefined;
  }

  #open(): Shown {
    const over = deferred();
    const reports: { message: string }[] = [];
    let progress: Shown['progress'] = { report: (report) => reports.push(report) };
    const options = { location: vscode.ProgressLocation.Window, title: this.#title };
    void vscode.window.withProgress<void>(options, (opened) => {
      for (const report of reports) opened.report(report);
      progress = opened;
      return over.promise;
    });
    return { progress: { report: (report) => progress.report(report) }, over };
  }
}
