import * as vscode from 'vscode';
import { WebSocket } from 'ws';
import type { LaunchPlan, ProgramPlan } from '../launch/launchPlan.ts';
import { quietOptions } from './debugSessions.ts';

const waitForDebugger = '--inspect-brk=127.0.0.1:0';

/** The program with Node's inspector open on a free port, waiting for a debugger before its first line. */
export function withInspector(plan: LaunchPlan): ProgramPlan {
  const { debug, program } = plan;
  if (debug.kind !== 'inspector') return program;
  if (debug.runtime === 'node') return { ...program, args: [waitForDebugger, ...program.args] };
  const nodeOptions = [program.environment['NODE_OPTIONS'], waitForDebugger].join(' ').trim();
  return { ...program, environment: { ...program.environment, NODE_OPTIONS: nodeOptions } };
}

/**
 * Attaches js-debug to an inspector, as a child of the session that shows the program: its toolbar
 * is the parent's. The processes that the program starts are attached by js-debug itself.
 * Resolves to whether it could be done.
 */
export async function attachToInspector(
  url: string,
  plan: LaunchPlan,
  parentSession: vscode.DebugSession,
): Promise<boolean> {
  const { port, hostname } = new URL(url);
  const configuration = {
    type: 'pwa-node',
    request: 'attach',
    name: plan.name,
    address: hostname,
    port: Number(port),
    websocketAddress: url,
    continueOnAttach: true,
    autoAttachChildProcesses: true,
    // The program's output is shown by the parent; js-debug would show the console's part again.
    outputCapture: 'std',
    skipFiles: ['<node_internals>/**'],
    cwd: plan.program.workingDirectory,
    internalConsoleOptions: 'neverOpen',
  };
  const folder = vscode.workspace.getWorkspaceFolder(
    vscode.Uri.file(plan.program.workingDirectory),
  );
  const options = { ...quietOptions, parentSession, lifecycleManagedByParent: true };
  try {
    return await vscode.debug.startDebugging(folder, configuration, options);
  } catch {
    return false;
  }
}

/** Lets a program go that waits for a debugger that won't come. */
export function releaseFromInspector(url: string): void {
  const socket = new WebSocket(url);
  socket.on('error', () => socket.terminate());
  socket.once('open', () => {
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.runIfWaitingForDebugger' }));
  });
  socket.once('message', () => socket.close());
}
