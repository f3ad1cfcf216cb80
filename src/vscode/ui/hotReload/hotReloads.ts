import { join } from 'node:path';
import * as vscode from 'vscode';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { localize } from '../../../common/localization.ts';
import { WorkQueue } from '../../../common/workQueue.ts';
import type {
  HotReloadDisplay,
  HotReloadStatus,
  HotReloadUser,
  ReloadedApp,
} from '../../../wasm/hotReload/hotReloadPort.ts';
import { settings, type SettingsScope } from '../../window/settings.ts';
import { showInformation } from '../notifications.ts';
import { ReloadDisplay } from './reloadDisplay.ts';

const contextKey = 'ideSessionHost.hasHotReload';

/** A session that may have hot reload. */
interface ReloadedSession {
  /** The name of the resource. */
  readonly name: string;
  /** The name that users see. */
  readonly title: string;
  readonly scope: SettingsScope;
}

/** An app that takes changes. */
interface Live {
  readonly session: ReloadedSession;
  readonly app: ReloadedApp;
  isAvailable: boolean;
  /** Whether the status bar shows it. */
  isShown: boolean;
}

/** Hot reload of the apps of a window. */
export class HotReloads {
  readonly #program: string;
  readonly #live = new Set<Live>();
  readonly #starts = new WorkQueue(1);
  readonly #results = new Emitter<HotReloadStatus>();

  /** Fires with what comes of changes, in all apps. */
  readonly results: Event<HotReloadStatus> = this.#results.event;

  /** Takes the folder of the extension. */
  constructor(extensionPath: string) {
    this.#program = join(extensionPath, 'media', 'hotReload');
  }

  /** The user of a session's hot reload; `undefined` if it is off. */
  createUser(session: ReloadedSession): HotReloadUser | undefined {
    if (settings.hotReload.get(session.scope) === 'off') return undefined;
    return {
      program: this.#program,
      starts: this.#starts,
      isAutomatic: () => isAutomatic(session),
      open: (app) => this.#open({ session, app, isAvailable: true, isShown: false }),
    };
  }

  /** Whether the named session takes changes. */
  has(name: string): boolean {
    return [...this.#live].some(({ isAvailable, session }) => isAvailable && session.name === name);
  }

  /** Applies all changes in the named session, or in all sessions. */
  apply(name?: string): void {
    const apps = [...this.#live].filter(
      ({ session }) => name === undefined || session.name === name,
    );
    if (apps.length === 0) void showInformation(localize('No running session takes changes.'));
    for (const { app } of apps) app.applyAll();
  }

  #open(live: Live): HotReloadDisplay {
    const { app, session } = live;
    const display = new ReloadDisplay(session);
    const saving = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (isAutomatic(session) && uri.scheme === 'file') app.saved([uri.fsPath]);
    });
    const editing = vscode.workspace.onDidChangeTextDocument(
      ({ contentChanges: { length }, document: { isDirty, uri } }) => {
        if (isDirty && length > 0 && uri.scheme === 'file') app.edited(uri.fsPath);
      },
    );
    this.#live.add(live);
    this.#setKey();
    return {
      show: (status) => {
        this.#results.fire(status);
        live.isAvailable = status.kind !== 'unavailable';
        // One of many sessions says that changes are taken. The others say what came of theirs.
        if (status.kind === 'ready' && !live.isShown && this.#isAnyShown) return;
        live.isShown = true;
        display.show(status);
      },
      dispose: () => {
        saving.dispose();
        editing.dispose();
        display.dispose();
        this.#live.delete(live);
        this.#setKey();
      },
    };
  }

  get #isAnyShown(): boolean {
    return [...this.#live].some(({ isShown }) => isShown);
  }

  #setKey(): void {
    void vscode.commands.executeCommand('setContext', contextKey, this.#live.size > 0);
  }
}

function isAutomatic({ scope }: ReloadedSession): boolean {
  return settings.hotReload.get(scope) === 'onSave';
}
