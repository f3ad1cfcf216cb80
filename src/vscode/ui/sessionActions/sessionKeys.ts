import * as vscode from 'vscode';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { isActive, type Sessions } from '../../../sessions/sessions.ts';
import { possibleActions, type SessionAction } from './possibleActions.ts';

/** The context keys that enable commands, with the actions that they stand for. */
const actions = {
  canStop: 'stop',
  canRestart: 'restart',
  canRecreate: 'recreate',
  canAttach: 'attachDebugger',
  canDetach: 'detachDebugger',
  canRunAgain: 'runAgain',
  hasEnded: 'clear',
  hasLogs: 'showLog',
  hasProjects: 'openProject',
  hasSessions: 'any',
} as const satisfies Readonly<Record<string, SessionAction>>;

/** Keeps the context keys about sessions up to date. */
export class SessionKeys implements Disposable {
  readonly #clock: Clock;
  readonly #resources = new DisposableStore();
  /** The values that the editor has. */
  readonly #known = new Map<string, unknown>();
  #update: Disposable | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Derives the keys from the sessions of a host. */
  follow(sessions: Sessions): void {
    const update = (): void => this.#updateSoon(sessions);
    this.#resources.add(sessions.changes(update));
    this.#resources.add(sessions.debugging(update));
    update();
  }

  dispose(): void {
    this.#resources.dispose();
    this.#update?.dispose();
  }

  /** Changes of the same turn are told to the editor together. */
  #updateSoon(sessions: Sessions): void {
    this.#update ??= this.#clock.after(0, () => {
      this.#update = undefined;
      const all = sessions.list().map((session) => ({
        session,
        isDebugged: sessions.isDebugged(session.metadata.name),
      }));
      this.#set('running', all.filter(({ session }) => isActive(session)).length);
      for (const [key, action] of Object.entries(actions)) {
        const isPossible = possibleActions[action];
        this.#set(
          key,
          all.some(({ isDebugged, session }) => isPossible(session, isDebugged)),
        );
      }
    });
  }

  #set(key: string, value: unknown): void {
    if (this.#known.get(key) === value) return;
    this.#known.set(key, value);
    void vscode.commands.executeCommand('setContext', `ideSessionHost.${key}`, value);
  }
}
