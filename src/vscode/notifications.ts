import * as vscode from 'vscode';
import { withoutLinks } from './notificationText.ts';

// The only file that shows notifications: what stands in them may come from a controller, a program or a workspace.

export function showError(text: string): void {
  void vscode.window.showErrorMessage(withoutLinks(text));
}

/** Resolves to the button that was pressed, if one was. */
export function showWarning(text: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(withoutLinks(text), ...buttons);
}

/** Resolves to the button that was pressed, if one was. */
export function showInformation(text: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(withoutLinks(text), ...buttons);
}
