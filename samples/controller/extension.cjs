const path = require('node:path');
const vscode = require('vscode');
const { recordStops } = require('./recordStops.cjs');

/** Runs the sample controller in a terminal of the window that shows the samples. */
async function activate(context) {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined) return;
  const source = vscode.Uri.file(path.join(folder, 'Components', 'PrimeCounter.razor'));
  const editor = await vscode.window.showTextDocument(source);
  const transcript = process.env.SAMPLE_CONTROLLER_TRANSCRIPT;
  if (transcript)
    context.subscriptions.push(recordStops(editor.document, 'message = $', transcript));
  // Only terminals that are opened afterwards have the endpoint variables.
  await vscode.extensions.getExtension('ide-session-host.ide-session-host')?.activate();
  const terminal = vscode.window.createTerminal({
    name: 'Sample controller',
    cwd: folder,
    shellPath: 'node',
    shellArgs: [path.join(__dirname, 'dist', 'controller.cjs'), folder],
  });
  terminal.show(true);
}

module.exports = { activate };
