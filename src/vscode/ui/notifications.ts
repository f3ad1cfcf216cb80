import * as vscode from 'vscode';
import { withoutLinks } from './notificationText.ts';

// The only file that shows notifications. Their text may come from a controller, a program or a workspace.

/** Resolves to the button that was pressed, if one was. */
export function showError(text: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(withoutLinks(text), ...buttons);
}

/** Resolves to the button that was pressed, if one was. */
export function showWarning(text: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(withoutLinks(text), ...buttons);
}

/** Resolves to the button that was pressed, if one was. */
export function showInformation(text: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(withoutLinks(text), ...buttons);
}

/** A modal message. VS Code adds a cancel button unless there is one. */
interface ModalMessage<T extends vscode.MessageItem> {
  readonly severity: 'information' | 'warning';
  readonly text: string;
  readonly detail: string;
  readonly buttons: readonly T[];
}

/** Resolves to the button that was pressed, if one was. */
export function showModal<T extends vscode.MessageItem>({
  buttons,
  detail,
  severity,
  text,
}: ModalMessage<T>): Thenable<T | undefined> {
  const options = { modal: true, detail: withoutLinks(detail) };
  const { showInformationMessage, showWarningMessage } = vscode.window;
  return severity === 'warning'
    ? showWarningMessage(withoutLinks(text), options, ...buttons)
    : showInformationMessage(withoutLinks(text), options, ...buttons);
}
