import * as vscode from 'vscode';
import { HumanError } from '../../common/humanError.ts';
import { lastLines, withoutSecrets } from '../../launch/toolWords.ts';
import { showInformation } from '../ui/notifications.ts';
import { settings, type SettingsScope } from '../window/settings.ts';

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
export function whyWithoutDebugger(type: string, scope: SettingsScope): string {
  if (settings.withoutDebugger.get(scope) === 'refuse') {
    throw new HumanError(
      'DebuggerMissing',
      `No extension that debugs ${type} is installed. Install one, or set ideSessionHost.withoutDebugger to run.`,
    );
  }
  void offerDebugger(type);
  return `no extension that debugs ${type} is installed`;
}

/** What was said when a debugger did not take a program. */
export interface DebuggerWords {
  readonly message: string;
  /** What the tools behind the debugger wrote, such as a compiler. */
  readonly output: string;
  /** The program's variables, whose values are not repeated. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Says why a debugger did not take a program, in its own words. */
export function debuggerFailure(type: string, title: string, words: DebuggerWords): HumanError {
  const { environment } = words;
  const message = withoutSecrets(words.message, environment).replace(/[.\s]+$/, '');
  const output = lastLines(withoutSecrets(words.output, environment));
  return new HumanError(
    'DebuggerNotStarted',
    `${type} could not debug ${title}: ${message || 'it did not say why'}. Start it again, or start it without debugging.${output && `\n${output}`}`,
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
