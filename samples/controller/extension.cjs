const path = require('node:path');
const vscode = require('vscode');

/** Runs the sample controller in a terminal of the window that shows the sample workspace. */
async function activate() {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined) return;
  const script = path.join(folder, 'service.js');
  await vscode.window.showTextDocument(vscode.Uri.file(script));
  // Only terminals that are opened afterwards lead controllers to the window.
  await vscode.extensions.getExtension('ide-session-host.ide-session-host')?.activate();
  const terminal = vscode.window.createTerminal({
    name: 'Sample controller',
    cwd: folder,
    shellPath: 'node',
    shellArgs: [path.join(__dirname, 'dist', 'controller.cjs'), script],
  });
  terminal.show();
}

module.exports = { activate };
