import type * as vscode from 'vscode';
import { type AdapterFact, readAdapterMessage } from './adapterMessages.ts';
import type { ReportedProgram } from './reportedProgram.ts';

/** What a debug session says, as it is heard. */
export interface ProgramListener {
  /** The editor sends this to the adapter. */
  readonly editor?: (message: Parameters<typeof readAdapterMessage>[0]) => void;
  readonly fact: (fact: AdapterFact) => void;
  /** The adapter is gone. */
  readonly closed: () => void;
}

/** Follows the messages of a debug session, without waiting for the window. */
export function followProgram(
  session: vscode.DebugSession,
  { closed, editor, fact: heard }: ProgramListener,
): vscode.DebugAdapterTracker {
  return {
    ...(editor && { onWillReceiveMessage: editor }),
    onDidSendMessage: (message) => {
      const fact = readAdapterMessage(message, session.type);
      if (fact !== undefined) heard(fact);
    },
    onWillStopSession: closed,
    onExit: closed,
  };
}

/** Follows the session of a process that the program has started: it must not hold up the end. */
export function followChild(
  session: vscode.DebugSession,
  program: ReportedProgram,
): vscode.DebugAdapterTracker {
  return {
    onDidSendMessage: (message) => {
      const fact = readAdapterMessage(message, session.type);
      if (fact?.kind !== 'paused' || fact.threadId === undefined) return;
      if (program.passes(fact)) resumeThread(session, fact.threadId);
    },
  };
}

/** Lets a thread go on; an adapter that is gone has nothing to resume. */
export function resumeThread(session: vscode.DebugSession | undefined, threadId: number): void {
  session?.customRequest('continue', { threadId }).then(undefined, () => undefined);
}
