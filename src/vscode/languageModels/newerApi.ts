import * as vscode from 'vscode';

// The parts of VS Code's API for language models that are newer than the oldest supported version.

/** A function that language models call (VS Code 1.95). */
export interface LanguageModelTool {
  prepareInvocation(options: { readonly input: unknown }): Promise<{
    readonly invocationMessage: string;
    readonly confirmationMessages: {
      readonly title: string;
      readonly message: vscode.MarkdownString;
    };
  }>;
  invoke(
    options: { readonly input: unknown },
    token: vscode.CancellationToken,
  ): Promise<ToolResult>;
}

/** An opaque result of a tool. */
type ToolResult = object;

/** Registers tools and creates their results. */
export interface ToolApi {
  register(name: string, tool: LanguageModelTool): vscode.Disposable;
  createResult(text: string): ToolResult;
}

interface NewerEditor {
  readonly lm: {
    readonly registerTool?: ToolApi['register'];
  };
  readonly LanguageModelToolResult: new (parts: readonly object[]) => ToolResult;
  readonly LanguageModelTextPart: new (text: string) => object;
}

const editor = vscode as unknown as NewerEditor;

/** Returns the API for tools; `undefined` in editors that lack it. */
export function findToolApi(): ToolApi | undefined {
  const { registerTool } = editor.lm;
  if (registerTool === undefined) return undefined;
  return {
    register: registerTool,
    createResult: (text) =>
      new editor.LanguageModelToolResult([new editor.LanguageModelTextPart(text)]),
  };
}
