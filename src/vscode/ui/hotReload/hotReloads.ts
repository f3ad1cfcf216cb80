import { join } from 'node:path';
import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import type {
  HotReloadDisplay,
  HotReloadUser,
  ReloadedPage,
} from '../../../wasm/hotReload/hotReloadPort.ts';
import { settings, type SettingsScope } from '../../window/settings.ts';
import { showInformation } from '../notifications.ts';
import { ReloadDisplay } from './reloadDisplay.ts';

const contextKey = 'ideSessionHost.hasHotReload';

/** A session whose page may have hot reload. */
interface ReloadedSession {
  /** The name of the resource. */
  readonly name: string;
  /** The name that users see. */
  readonly title: string;
  readonly scope: SettingsScope;
}

/** A page that takes changes. */
interface Live {
  readonly session: ReloadedSession;
  readonly page: ReloadedPage;
  isAvailable: boolean;
}

/** Hot reload in the pages of a window. */
export class HotReloads {
  readonly #program: string;
  readonly #live = new Set<Live>();

  /** Takes the folder of the extension. */
  constructor(extensionPath: string) {
    this.#program = join(extensionPath, 'media', 'hotReload');
  }

  /** The user of a session's hot reload; `undefined` if it is off. */
  createUser(session: ReloadedSession): HotReloadUser | undefined {
    if (settings.hotReload.get(session.scope) === 'off') return undefined;
    return {
      program: this.#program,
      isAutomatic: () => isAutomatic(session),
      open: (page) => this.#open({ session, page, isAvailable: true }),
    };
  }

  /** Whether a page of the named session takes changes. */
  has(name: string): boolean {
    return [...this.#live].some(({ isAvailable, session }) => isAvailable && session.name === name);
  }

  /** Applies all changes in the page of the named session, or in all pages. */
  apply(name?: string): void {
    const pages = [...this.#live].filter(
      ({ session }) => name === undefined || session.name === name,
    );
    if (pages.length === 0) void showInformation(localize('No running page takes changes.'));
    for (const { page } of pages) page.applyAll();
  }

  #open(live: Live): HotReloadDisplay {
    const { page, session } = live;
    const display = new ReloadDisplay(session);
    const saving = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (isAutomatic(session) && uri.scheme === 'file') page.saved([uri.fsPath]);
    });
    const editing = vscode.workspace.onDidChangeTextDocument(
      ({ contentChanges: { length }, document: { isDirty, uri } }) => {
        if (isDirty && length > 0 && uri.scheme === 'file') page.edited(uri.fsPath);
      },
    );
    this.#live.add(live);
    this.#setKey();
    return {
      show(status) {
        live.isAvailable = status.kind !== 'unavailable';
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

  #setKey(): void {
    void vscode.commands.executeCommand('setContext', contextKey, this.#live.size > 0);
  }
}

function isAutomatic({ scope }: ReloadedSession): boolean {
  return settings.hotReload.get(scope) === 'onSave';
}
