import * as vscode from 'vscode';
import type {
  IdeSessionHostApi,
  LaunchRequest,
  SessionChange,
} from '../../../../src/vscode/window/api.d.ts';

/** The API of the extension that imitates the debuggers of other languages. */
interface LanguagesFixture {
  /**
   * The debug configurations that each of its debuggers received, with only the names of variables.
   */
  readonly given: Readonly<Record<string, Record<string, unknown>[]>>;
  registerScripts(): Promise<{
    readonly api: IdeSessionHostApi;
    readonly asked: LaunchRequest[];
    dispose(): void;
  }>;
  watchSessions(): Promise<{
    readonly api: IdeSessionHostApi;
    readonly changes: SessionChange[];
    dispose(): void;
  }>;
}

export async function languagesFixture(): Promise<LanguagesFixture> {
  const id = 'ide-session-host-tests.languages-fixture';
  const extension = vscode.extensions.getExtension<LanguagesFixture>(id);
  if (extension === undefined) throw new Error(`${id} is not installed.`);
  return extension.activate();
}

/**
 * A debugger's last configuration, without the editor's properties, and with only the names of
 * variables.
 */
export async function lastGiven(type: string): Promise<Record<string, unknown>> {
  const { given } = await languagesFixture();
  const last = given[type]?.at(-1) ?? {};
  const editors = /^(env|__|ideSessionOwner$|internalConsoleOptions$)/;
  return Object.fromEntries(Object.entries(last).filter(([name]) => !editors.test(name)));
}
