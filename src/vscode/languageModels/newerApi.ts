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

/** Provides servers of the Model Context Protocol (VS Code 1.101). */
export interface McpServerProvider<Definition> {
  provideMcpServerDefinitions(): readonly Definition[];
  /** Called before a server is started. */
  resolveMcpServerDefinition(definition: Definition): Promise<Definition>;
}

/** Registers tools and creates their results. */
export interface ToolApi {
  register(name: string, tool: LanguageModelTool): vscode.Disposable;
  createResult(text: string): ToolResult;
}

/** Registers providers of servers and defines servers. */
export interface McpApi {
  register(id: string, provider: McpServerProvider<object>): vscode.Disposable;
  define(server: McpServer): object;
}

/** A server that talks over its standard streams. */
interface McpServer {
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
}

interface NewerEditor {
  /** Editors on another base than VS Code may lack it. */
  readonly lm?: {
    readonly registerTool?: ToolApi['register'];
    readonly registerMcpServerDefinitionProvider?: McpApi['register'];
  };
  readonly LanguageModelToolResult: new (parts: readonly object[]) => ToolResult;
  readonly LanguageModelTextPart: new (text: string) => object;
  readonly McpStdioServerDefinition: new (
    label: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    version: string,
  ) => object;
}

const editor = vscode as unknown as NewerEditor;

/** Returns the API for tools; `undefined` in editors that lack it. */
export function findToolApi(): ToolApi | undefined {
  const registerTool = editor.lm?.registerTool;
  if (registerTool === undefined) return undefined;
  return {
    register: registerTool,
    createResult: (text) =>
      new editor.LanguageModelToolResult([new editor.LanguageModelTextPart(text)]),
  };
}

/** Returns the API for servers; `undefined` in editors that lack it. */
export function findMcpApi(): McpApi | undefined {
  const register = editor.lm?.registerMcpServerDefinitionProvider;
  if (register === undefined) return undefined;
  return {
    register,
    define: ({ args, command, env, label, version }) =>
      new editor.McpStdioServerDefinition(label, command, args, env, version),
  };
}
