import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { isActive, type Sessions } from '../../sessions/sessions.ts';
import { titleOf } from '../debug/sessionTitles.ts';

/** Shows the running sessions in the status bar. A click stops one. */
export class StatusBar implements Disposable {
  readonly #item = vscode.window.createStatusBarItem('sessions', vscode.StatusBarAlignment.Left);
  readonly #owned = new DisposableStore();

  constructor() {
    this.#item.name = 'IDE Sessions';
    this.#item.command = 'ideSessionHost.stop';
    this.#owned.add(this.#item);
  }

  /** Shows the sessions of a host. */
  follow(sessions: Sessions): void {
    this.#owned.add(sessions.changes(() => this.#show(sessions)));
    this.#show(sessions);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #show(sessions: Sessions): void {
    const active = sessions.list().filter(isActive);
    const [only] = active;
    if (only === undefined) return this.#item.hide();
    const isBusy = active.some(({ status }) => status.state !== 'Running');
    const text = active.length === 1 ? titleOf(only) : `${active.length} sessions`;
    this.#item.text = `$(${isBusy ? 'sync~spin' : 'debug-alt'}) ${text}`;
    this.#item.tooltip = active
      .map((session) => `${titleOf(session)}: ${session.status.state}`)
      .join('\n');
    this.#item.show();
  }
}
