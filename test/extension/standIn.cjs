// Runs the extension's bundle on this process's Node, with a stand-in for the editor that records
// the extension's calls: node standIn.cjs BUNDLE FOLDER trusted|untrusted
'use strict';

const Module = require('node:module');
const https = require('node:https');
const path = require('node:path');

const [bundle, folder, trust] = process.argv.slice(2);
const shown = [];
const variables = new Map();
const commands = new Map();
const terminals = [];
const nothing = { dispose() {}, hide() {} };
const on = () => nothing;

const log = Object.fromEntries(
  ['debug', 'info', 'warn', 'error', 'show', 'dispose'].map((name) => [name, () => undefined]),
);

const editor = {
  workspace: {
    isTrusted: trust === 'trusted',
    workspaceFolders: [{ uri: { fsPath: folder } }],
    getConfiguration: () => ({ get: (_name, otherwise) => otherwise }),
    onDidChangeConfiguration: on,
    onDidGrantWorkspaceTrust: on,
    onDidOpenTextDocument: on,
    onDidChangeTextDocument: on,
    onDidCloseTextDocument: on,
    onDidSaveTextDocument: on,
    textDocuments: [],
    onDidChangeWorkspaceFolders: on,
    registerTextDocumentContentProvider: on,
  },
  window: {
    createOutputChannel: () => log,
    createStatusBarItem: () => ({ dispose() {}, hide() {}, show() {} }),
    createTreeView: () => ({ dispose() {}, onDidChangeVisibility: on, visible: false }),
    onDidCloseTerminal: on,
    onDidChangeVisibleTextEditors: on,
    registerTerminalProfileProvider: on,
    registerWebviewPanelSerializer: on,
    createTerminal: (options) => (terminals.push(Object.keys(options.env)), { show() {} }),
    showErrorMessage: async (text) => void shown.push(text),
    visibleTextEditors: [],
  },
  commands: {
    registerCommand: (name, action) => (commands.set(name, action), nothing),
    executeCommand: async () => undefined,
  },
  debug: {
    registerDebugAdapterDescriptorFactory: on,
    registerDebugConfigurationProvider: on,
    registerDebugAdapterTrackerFactory: on,
    onDidTerminateDebugSession: on,
    onDidChangeBreakpoints: on,
    breakpoints: [],
  },
  extensions: { all: [], onDidChange: on },
  l10n: { t: (text) => text },
  languages: {
    createDiagnosticCollection: on,
    registerCodeLensProvider: on,
    registerCompletionItemProvider: on,
  },
  EventEmitter: class {
    event = on;
    fire() {}
    dispose() {}
  },
  StatusBarAlignment: { Left: 1 },
  DebugConfigurationProviderTriggerKind: { Initial: 1, Dynamic: 2 },
  Uri: { joinPath: (base, ...more) => ({ fsPath: path.join(base.fsPath, ...more) }) },
};

const load = Reflect.get(Module, '_load');
Reflect.set(Module, '_load', (name, ...rest) => (name === 'vscode' ? editor : load(name, ...rest)));

const context = {
  subscriptions: [],
  extension: { packageJSON: { version: '0.1.0' } },
  extensionPath: folder,
  extensionUri: { fsPath: folder },
  logUri: { fsPath: folder },
  storageUri: { fsPath: folder },
  globalStorageUri: { fsPath: folder },
  workspaceState: { get: (_name, otherwise) => otherwise, update: async () => undefined },
  asAbsolutePath: (name) => path.join(folder, name),
  environmentVariableCollection: {
    replace: (name, value) => variables.set(name, value),
    clear: () => variables.clear(),
    getScoped() {
      return this;
    },
  },
};

function getInfo() {
  const [, port] = variables.get('DEBUG_SESSION_PORT').split(':');
  const der = variables.get('DEBUG_SESSION_SERVER_CERTIFICATE');
  const headers = { authorization: `Bearer ${variables.get('DEBUG_SESSION_TOKEN')}` };
  const ca = `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`;
  return new Promise((resolve, reject) => {
    https
      .get({ host: 'localhost', port, path: '/info', ca, headers }, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode));
      })
      .once('error', reject);
  });
}

async function main() {
  const extension = require(bundle);
  await extension.activate(context);
  const names = [...variables.keys()].toSorted((one, other) => one.localeCompare(other));
  const infoStatus = names.length > 0 ? await getInfo() : undefined;
  await commands.get('ideSessionHost.openTerminal')();
  await extension.deactivate();
  console.log(
    JSON.stringify({ version: process.versions.node, names, infoStatus, terminals, shown }),
  );
}

void main();
