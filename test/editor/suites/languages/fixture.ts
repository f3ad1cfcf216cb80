import * as vscode from 'vscode';
import type { IdeSessionHostApi, LaunchRequest } from '../../../../src/vscode/window/api.d.ts';

/** What the extension that stands in for the debuggers of other languages gives. */
interface LanguagesFixture {
  /** The debug configurations that each of its debuggers was given, with the names of variables alone. */
  readonly given: Readonly<Record<string, Record<string, unknown>[]>>;
  registerScripts(): Promise<{
    readonly api: IdeSessionHostApi;
    readonly asked: LaunchRequest[];
    dispose(): void;
  }>;
}

export async function languagesFixture(): Promise<LanguagesFixture> {
  const id = 'ide-session-host-tests.languages-fixture';
  const extension = vscode.extensions.getExtension<LanguagesFixture>(id);
  if (extension === undefined) throw new Error(`${id} is not installed.`);
  return extension.activate();
}

/** What a debugger was given last, without what is the editor's and the names of variables. */
export async function lastGiven(type: string): Promise<Record<string, unknown>> {
  const { given } = await languagesFixture();
  const last = given[type]?.at(-1) ?? {};
  const editors = /^(env|__|ideSessionOwner$|internalConsoleOptions$)/;
  return Object.fromEntries(Object.entries(last).filter(([name]) => !editors.test(name)));
}
