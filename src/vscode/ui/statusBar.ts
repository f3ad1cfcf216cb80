import * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { isActive, type Sessions } from '../../sessions/sessions.ts';
import { getTitle } from '../debug/sessionTitles.ts';

/** Shows the running sessions in the status bar. A click stops one. */
export class StatusBar implements Disposable {
  readonly #item = vscode.window.createStatusBarItem('sessions', vscode.StatusBarAlignment.Left);
  readonly #resources = new DisposableStore();

  constructor() {
    this.#item.name = localize('IDE Sessions');
    this.#item.command = 'ideSessionHost.stop';
    this.#resources.add(this.#item);
  }

  /** Shows the sessions of a host. */
  follow(sessions: Sessions): void {
    this.#resources.add(sessions.changes(() => this.#show(sessions)));
    this.#show(sessions);
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #show(sessions: Sessions): void {
    const active = sessions.list().filter(isActive);
    const [only] = active;
    if (only === undefined) return this.#item.hide();
    const isBusy = active.some(({ status }) => status.state !== 'Running');
    const text =
      active.length === 1 ? getTitle(only) : localize('{count} sessions', { count: active.length });
    this.#item.text = `$(${isBusy ? 'sync~spin' : 'debug-alt'}) ${text}`;
    this.#item.tooltip = active
      .map((session) => `${getTitle(session)}: ${session.status.state}`)
      .join('\n');
    this.#item.show();
  }
}
