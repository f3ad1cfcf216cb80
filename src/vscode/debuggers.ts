import * as vscode from 'vscode';
import { HumanError } from '../common/humanError.ts';
import { showInformation } from './notifications.ts';
import { settings } from './settings.ts';

/** Whether an installed extension debugs this type. */
export function isDebuggerInstalled(type: string): boolean {
  return vscode.extensions.all.some((extension) => {
    const { contributes } = extension.packageJSON as Manifest;
    return contributes?.debuggers?.some((contribution) => contribution.type === type) ?? false;
  });
}

interface Manifest {
  readonly contributes?: { readonly debuggers?: readonly { readonly type?: string }[] };
}

/**
 * Says why a program runs without its debugger, and offers to look for one. Throws a HumanError if
 * the user would rather not run it then.
 */
export function whyWithoutDebugger(type: string): string {
  if (settings.withoutDebugger() === 'refuse') {
    throw new HumanError(
      'DebuggerMissing',
      `No extension that debugs ${type} is installed. Install one, or set ideSessionHost.withoutDebugger to run.`,
    );
  }
  void offerDebugger(type);
  return `no extension that debugs ${type} is installed`;
}

/** Says that a debugger did not take a program, in its own words. */
export function debuggerFailure(type: string, title: string, words: string): HumanError {
  const why = words.replace(/[.\s]+$/, '') || 'it did not say why';
  return new HumanError(
    'DebuggerNotStarted',
    `${type} could not debug ${title}: ${why}. Start it again, or start it without debugging.`,
  );
}

const offered = new Set<string>();

/** Offers, once a type and window, to look for an extension that debugs it. */
export async function offerDebugger(type: string): Promise<void> {
  if (offered.has(type)) return;
  offered.add(type);
  const search = 'Search Extensions';
  const text = `No extension that debugs ${type} is installed. Programs run without a debugger.`;
  const answer = await showInformation(text, search);
  if (answer === search) {
    await vscode.commands.executeCommand(
      'workbench.extensions.search',
      `@category:debuggers ${type}`,
    );
  }
}
