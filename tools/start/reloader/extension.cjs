// @ts-check
const { watch } = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const extensionId = 'ide-session-host.ide-session-host';
/** How long no file may change before the build counts as complete, in milliseconds. */
const quietTime = 300;

/**
 * Reloads the window whenever the built extension changes.
 *
 * @param {vscode.ExtensionContext} context
 */
function activate({ subscriptions }) {
  const folder = vscode.extensions.getExtension(extensionId)?.extensionPath;
  if (folder === undefined) return;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const reload = () => void vscode.commands.executeCommand('workbench.action.reloadWindow');
  const watcher = watch(path.join(folder, 'dist'), (_event, file) => {
    if (file !== 'extension.js') return;
    clearTimeout(timer);
    timer = setTimeout(reload, quietTime);
  });
  subscriptions.push({
    dispose: () => {
      watcher.close();
      clearTimeout(timer);
    },
  });
}

module.exports = { activate };
