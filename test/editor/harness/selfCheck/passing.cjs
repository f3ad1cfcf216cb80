// The smallest suite: it passes if it runs in an extension host.

const assert = require('node:assert');
const vscode = require('vscode');

exports.run = async () => {
  console.log(`VS Code ${vscode.version}, extension host on Node ${process.version}`);
  assert.ok(vscode.extensions.getExtension('ms-vscode.js-debug'));
};
