// The smallest suite: it passes if it runs in an extension host, whatever an extension there
// asserts.

const assert = require('node:assert');
const vscode = require('vscode');

exports.run = async () => {
  console.assert(false, 'by an extension');
  console.log(`VS Code ${vscode.version}, extension host on Node ${process.version}`);
  assert.ok(vscode.extensions.getExtension('ms-vscode.js-debug'));
};
