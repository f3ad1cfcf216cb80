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
  /** The progress indicators that were opened, the latest last. */
  progress: [] as ProgressIndicator[],
  /** The webview panels that were opened, the latest last. */
  panels: [] as WebviewPanel[],
  /** The folder or files that the next open dialogs return. */
  chosen: undefined as readonly { readonly fsPath: string }[] | undefined,
  /** The item that the status bar shows. */
  statusBarItem: {
    show: () => undefined,
    hide: () => undefined,
    dispose: () => undefined,
  } as object,
  /** The number of open dialogs. */
  asked: 0,
  /** Answers notifications; none are answered by default. */
  press: (_text: string, _buttons: readonly string[]): Promise<string | undefined> =>
    Promise.resolve(undefined),
};

interface ProgressIndicator {
  readonly options: object;
  readonly messages: readonly string[];
  readonly cancel: () => void;
  readonly isOpen: boolean;
}

type Listener<T> = (value: T) => void;

/** An event with its listeners. */
class Source<T> {
  readonly #listeners = new Set<Listener<T>>();

  readonly event = (listener: Listener<T>) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
}

/** A webview panel whose document is played by a test. */
export class WebviewPanel {
  readonly #messages = new Source<unknown>();
  readonly #disposed = new Source<void>();
  readonly #viewStates = new Source<void>();
  /** Messages to the document. */
  readonly received: unknown[] = [];
  readonly onDidDispose = this.#disposed.event;
  readonly onDidChangeViewState = this.#viewStates.event;
  readonly webview = {
    html: '',
    options: {},
    onDidReceiveMessage: this.#messages.event,
    postMessage: (message: unknown) => {
      this.received.push(message);
      return Promise.resolve(true);
    },
  };
  title: string;
  viewColumn: number | undefined = 2;
  iconPath: unknown;
  visible = true;
  active = false;
  isDisposed = false;

  constructor(title: string) {
    this.title = title;
  }

  /** Sends a message as the document does. */
  say(message: unknown): void {
    this.#messages.fire(message);
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.#viewStates.fire();
  }

  reveal(): void {
    this.setVisible(true);
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.#disposed.fire();
  }
}

function show(text: string, ...buttons: readonly string[]): Promise<string | undefined> {
  editor.shown.push(text);
  return editor.press(text, buttons);
}

export const debug = {
  registerDebugAdapterDescriptorFactory: register,
  registerDebugAdapterTrackerFactory: register,
  onDidTerminateDebugSession: register,
  startDebugging: (...args: readonly unknown[]) => editor.startDebugging(...args),
  stopDebugging: () => Promise.resolve(),
};

export const Uri = {
  file: (path: string) => ({ path }),
  parse: (text: string) => ({ text }),
  joinPath: ({ path }: { readonly path: string }, ...parts: readonly string[]) => ({
    path: [path, ...parts].join('/'),
  }),
};

/** What newer editors have, if a test adds it. */
export const lm: Record<string, unknown> = {};

/** A value of the editor's API, which only the editor reads. */
class Parts {
  readonly parts: readonly unknown[];

  constructor(...parts: readonly unknown[]) {
    this.parts = parts;
  }
}

export {
  Parts as CancellationError,
  Parts as LanguageModelTextPart,
  Parts as LanguageModelToolResult,
};

export class EventEmitter<T> extends Source<T> {
  dispose(): void {}
}

export const StatusBarAlignment = { Left: 1 };

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

/** A row of a tree, whose properties are set later. */
export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;

  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;

  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

export class MarkdownString {
  value: string;

  constructor(value = '') {
    this.value = value;
  }

  appendText(text: string): this {
    this.value += text.replaceAll(/[\\[\]]/g, String.raw`\$&`);
    return this;
  }

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
}

export const ViewColumn = { Beside: -2, One: 1, Two: 2, Three: 3, Four: 4 };
export const DebugConsoleMode = { MergeWithParent: 1 };
export const ProgressLocation = { Window: 10, Notification: 15 };

export const extensions = { all: [] as readonly object[], getExtension: () => undefined };

export const window = {
  showInformationMessage: show,
  showWarningMessage: show,
  showErrorMessage: show,
  showOpenDialog: () => {
    editor.asked++;
    return Promise.resolve(editor.chosen);
  },
  createWebviewPanel: (_type: string, title: string) => {
    const panel = new WebviewPanel(title);
    editor.panels.push(panel);
    return panel;
  },
  registerWebviewPanelSerializer: register,
  createStatusBarItem: () => editor.statusBarItem,
  createTreeView: () => ({ visible: true, onDidChangeVisibility: register, ...disposable }),
  tabGroups: { all: [] },
  withProgress: (options: object, task: (progress: object, token: object) => unknown) => {
    const messages: string[] = [];
    const cancelled = new Source<void>();
    const indicator = { options, messages, cancel: () => cancelled.fire(), isOpen: true };
    editor.progress.push(indicator);
    const report = ({ message }: { readonly message: string }) => messages.push(message);
    const done = task({ report }, { onCancellationRequested: cancelled.event });
    return Promise.resolve(done).finally(() => (indicator.isOpen = false));
  },
};

export const commands = { executeCommand: () => Promise.resolve() };

export const workspace = {
  workspaceFolders: undefined as readonly object[] | undefined,
  textDocuments: [] as readonly { readonly uri: object }[],
  registerTextDocumentContentProvider: register,
  getConfiguration: () => ({
    get: (name: string, otherwise?: unknown) => editor.settings[name] ?? otherwise,
  }),
  findFiles: () => Promise.resolve([]),
  getWorkspaceFolder: () => undefined,
};
