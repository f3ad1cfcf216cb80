import * as vscode from 'vscode';
import type { HumanError } from '../../common/humanError.ts';
import { definePhrases } from '../../common/phrases.ts';
import { lastLines, withoutSecrets } from '../../launch/toolWords.ts';
import { editorErrors } from '../errors.ts';
import { settings, type SettingsScope } from '../window/settings.ts';

const phrases = definePhrases({
  noReason: 'it did not say why',
  noExtension: 'no extension that debugs {type} is installed',
});

/** Whether an extension for this debug type is installed. */
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
export function explainMissingDebugger(type: string, scope: SettingsScope): string {
  if (settings.withoutDebugger.get(scope) === 'refuse') {
    throw editorErrors.DebuggerMissing({ debugType: type });
  }
  return phrases.noExtension({ type });
}

/** The messages of a debugger that could not launch a program. */
export interface DebuggerWords {
  readonly message: string;
  /** The output of tools such as a compiler. */
  readonly output: string;
  /** The program's variables, whose values are not quoted. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Returns the error of a debugger that could not launch a program, with its own message. */
export function debuggerFailure(type: string, title: string, words: DebuggerWords): HumanError {
  const { environment } = words;
  const message = withoutSecrets(words.message, environment).replace(/[.\s]+$/, '');
  const output = lastLines(withoutSecrets(words.output, environment));
  return editorErrors.DebuggerNotStarted({
    debugType: type,
    name: title,
    reason: message || phrases.noReason(),
    output,
  });
}
