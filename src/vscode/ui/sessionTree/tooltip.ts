import * as vscode from 'vscode';
import { printable } from '../../../common/printable.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import { getTitle } from '../../debug/sessionTitles.ts';
import { getProjectPath } from '../sessionActions/sessionProject.ts';

/** Returns the tooltip of a session. Texts of controllers and programs are shown as they are, without links. */
export function toTooltip(session: IdeSession): vscode.MarkdownString {
  const { metadata, spec, status } = session;
  const rows: readonly (readonly [string, string | number | undefined])[] = [
    ['State', status.state === '' ? 'Waiting' : status.state],
    ['Type', spec.launchConfiguration.type],
    ['File', getProjectPath(session)],
    ['Process', status.pid],
    ['Exit code', status.exitCode],
    ['Created', metadata.creationTimestamp],
    ['Started', status.startupTimestamp],
    ['Ended', status.finishTimestamp],
    ['Message', status.message],
    ['Id', metadata.name],
  ];
  const text = new vscode.MarkdownString();
  text.appendText(getTitle(session));
  for (const [name, value] of rows) {
    if (value === undefined) continue;
    text.appendMarkdown(`\n\n**${name}:** `).appendText(printable(String(value)));
  }
  return text;
}
