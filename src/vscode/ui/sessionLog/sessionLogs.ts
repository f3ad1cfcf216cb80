import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import { SessionOutput } from '../../../sessions/logs/sessionOutput.ts';
import type { Sessions } from '../../../sessions/sessions.ts';
import { getTitle } from '../../debug/sessionTitles.ts';
import { reportErrors } from '../reporting.ts';
import { LogTerminal } from './logTerminal.ts';
import { writeWholeLog } from './wholeLog.ts';

/** The editor's default, in lines. */
const defaultScrollback = 1_000;

/** Shows the logs of sessions: each in a terminal of its own in the editor area, and whole ones in documents. */
export class SessionLogs implements Disposable {
  readonly #clock: Clock;
  readonly #folder: string;
  readonly #resources = new DisposableStore();
  /** By the sessions' uids. */
  readonly #terminals = new Map<string, vscode.Terminal>();

  /** `folder` is for whole logs. */
  constructor(clock: Clock, folder: string) {
    this.#clock = clock;
    this.#folder = folder;
    this.#resources.add(
      vscode.window.onDidCloseTerminal((closed) => {
        for (const [uid, terminal] of this.#terminals) {
          if (terminal === closed) this.#terminals.delete(uid);
        }
      }),
    );
  }

  /** Shows the log of a session and follows it. */
  show(session: IdeSession, sessions: Sessions): void {
    const { uid } = session.metadata;
    const terminal = this.#terminals.get(uid) ?? this.#open(session, sessions);
    this.#terminals.set(uid, terminal);
    terminal.show();
  }

  /** Shows what there is of a log in a document. */
  async showWhole(session: IdeSession, sessions: Sessions): Promise<void> {
    const output = new SessionOutput(sessions, session);
    try {
      await this.#showWhole(output);
    } finally {
      output.dispose();
    }
  }

  dispose(): void {
    for (const terminal of this.#terminals.values()) terminal.dispose();
    this.#resources.dispose();
    // The extension host may end before a promise is settled.
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #open(session: IdeSession, sessions: Sessions): vscode.Terminal {
    const output = new SessionOutput(sessions, session);
    const pty = new LogTerminal({
      output,
      title: getTitle(session),
      scrollback: vscode.workspace
        .getConfiguration('terminal.integrated')
        .get('scrollback', defaultScrollback),
      clock: this.#clock,
      openWhole: () => void reportErrors(() => this.#showWhole(output)),
    });
    return vscode.window.createTerminal({
      name: getTitle(session),
      pty,
      iconPath: new vscode.ThemeIcon('output'),
      location: vscode.TerminalLocation.Editor,
    });
  }

  /** The path is opened without a document of the extension host, which can't be as large. */
  async #showWhole(output: SessionOutput): Promise<void> {
    const title = getTitle(output.session);
    const options = {
      location: vscode.ProgressLocation.Window,
      title: localize('Writing the log of {title}…', { title }),
    };
    const path = await vscode.window.withProgress(options, () =>
      writeWholeLog(output, this.#folder, title),
    );
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
  }
}
