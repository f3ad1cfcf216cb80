// Replaces the module `vscode`, for cases that a real editor can't reproduce. Import it first, and
// the modules of src/vscode/ with import() after that.

import Module from 'node:module';

type Resolve = (specifier: string, context: unknown, next: Resolve) => object;

// The types of the oldest Node that runs the extension lack this function.
const registerHooks = Reflect.get(Module, 'registerHooks') as (hooks: { resolve: Resolve }) => void;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: import.meta.url, shortCircuit: true }
      : next(specifier, context, next),
});

const disposable = { dispose: () => undefined };
const register = () => disposable;

/** How the stand-in behaves, and what it was asked to show. */
export const editor = {
  settings: {} as Record<string, unknown>,
  /** The texts of all notifications. */
  shown: [] as string[],
  startDebugging: (..._args: readonly unknown[]): Promise<boolean> => Promise.resolve(true),
};

export const debug = {
  registerDebugAdapterDescriptorFactory: register,
  registerDebugAdapterTrackerFactory: register,
  onDidTerminateDebugSession: register,
  startDebugging: (...args: readonly unknown[]) => editor.startDebugging(...args),
  stopDebugging: () => Promise.resolve(),
};

export const Uri = { file: (path: string) => ({ path }) };

export const DebugConsoleMode = { MergeWithParent: 1 };
export const ProgressLocation = { Window: 10 };

export const extensions = { all: [] as readonly object[], getExtension: () => undefined };

export const window = {
  showInformationMessage: (text: string) => {
    editor.shown.push(text);
    return Promise.resolve(undefined);
  },
  withProgress: (_options: unknown, task: (progress: object) => unknown) =>
    task({ report: () => undefined }),
};

export const workspace = {
  getConfiguration: () => ({ get: (name: string) => editor.settings[name] }),
  findFiles: () => Promise.resolve([]),
  getWorkspaceFolder: () => undefined,
};
