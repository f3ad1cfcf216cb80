import * as vscode from 'vscode';
import { localizeMessage } from '../../../common/errorCatalogue.ts';
import { localize } from '../../../common/localization.ts';
import { printable } from '../../../common/printable.ts';
import { getExpiry, getOutOfDate, type IdeSession } from '../../../protocol/ideSession.ts';
import { getTitle } from '../../debug/sessionTitles.ts';
import { getProjectPath } from '../sessionActions/sessionProject.ts';
import { looks, toLookName } from './looks.ts';

/** Returns the tooltip of a session. Texts of controllers and programs are shown as they are, without links. */
export function toTooltip(session: IdeSession): vscode.MarkdownString {
  const { metadata, spec, status } = session;
  const rows: readonly (readonly [string, string | number | undefined])[] = [
    [localize('State'), looks[toLookName(session, false)].getWord()],
    [localize('Type'), spec.launchConfiguration.type],
    [localize('File'), getProjectPath(session)],
    [localize('Process'), status.pid],
    [localize('Exit code'), status.exitCode],
    [localize('Created'), metadata.creationTimestamp],
    [localize('Started'), status.startupTimestamp],
    [localize('Ended'), status.finishTimestamp],
    [localize('Message'), status.message && localizeMessage(status.reason, status.message)],
    [localize('Out of date'), getOutOfDate(session)?.message],
    [localize('Lifecycle'), getExpiry(session)?.message],
    [localize('Id'), metadata.name],
  ];
  const text = new vscode.MarkdownString();
  text.appendText(getTitle(session));
  for (const [name, value] of rows) {
    if (value === undefined) continue;
    text.appendMarkdown(`\n\n**${name}:** `).appendText(printable(String(value)));
  }
  return text;
}
