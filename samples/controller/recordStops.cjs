// The editor's state at a breakpoint, for a transcript of an unattended run.

const { appendFileSync } = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

/**
 * Sets a breakpoint at the line with this text; each stop is appended to the transcript, and the
 * program continues.
 */
function recordStops(document, text, transcript) {
  const position = document.positionAt(document.getText().indexOf(text));
  vscode.debug.addBreakpoints([
    new vscode.SourceBreakpoint(new vscode.Location(document.uri, position)),
  ]);
  const write = (line) => appendFileSync(transcript, `editor: ${line}\n`);
  const createDebugAdapterTracker = (session) => ({
    onDidSendMessage({ event, body }) {
      if (event !== 'stopped') return;
      record(session, body.threadId, write).catch((error) => write(`failed: ${error.message}`));
    },
  });
  return vscode.debug.registerDebugAdapterTrackerFactory('*', { createDebugAdapterTracker });
}

async function record(session, threadId, write) {
  // Loading all frames would take seconds.
  const stack = await session.customRequest('stackTrace', { threadId, levels: 1 });
  const [frame] = stack.stackFrames;
  write(`stopped at ${path.basename(frame.source.name)}:${frame.line} in ${frame.name}`);
  const { scopes } = await session.customRequest('scopes', { frameId: frame.id });
  const { variablesReference } = scopes[0];
  const { variables } = await session.customRequest('variables', { variablesReference });
  for (const { name, value } of variables) write(`local ${name} = ${value}`);
  await session.customRequest('continue', { threadId });
  write('continued');
}

module.exports = { recordStops };
