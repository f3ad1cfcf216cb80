import * as vscode from 'vscode';
import type { HumanError } from '../../common/humanError.ts';
import { lastLines, withoutSecrets } from '../../launch/toolWords.ts';
import { editorErrors } from '../errors.ts';
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
 * Returns why a program runs without its debugger, as the end of a sentence. Throws a HumanError
 * (DebuggerMissing) if the settings refuse to run it then.
 */
export function whyWithoutDebugger(type: string, scope: SettingsScope): string {
  if (settings.withoutDebugger.get(scope) === 'refuse') {
    throw editorErrors.DebuggerMissing({ debugType: type });
  }
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
  return editorErrors.DebuggerNotStarted({
    debugType: type,
    name: title,
    reason: message || 'it did not say why',
    output,
  });
}
