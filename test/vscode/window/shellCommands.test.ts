import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toShellCommands } from '../../../src/vscode/window/shellCommands.ts';

const variables = [
  ['PORT', 'localhost:1'],
  ['INFO', `{"it's": "$HOME"}`],
] as const;

test('variables are set by commands of the usual shell', () => {
  assert.equal(
    toShellCommands(variables, 'linux'),
    `export PORT='localhost:1'\nexport INFO='{"it'\\''s": "$HOME"}'\n`,
  );
  assert.equal(
    toShellCommands(variables, 'win32'),
    `$env:PORT = 'localhost:1'\n$env:INFO = '{"it''s": "$HOME"}'\n`,
  );
});
