import type * as vscode from 'vscode';
import { type AdapterFact, readAdapterMessage } from './adapter/adapterMessages.ts';
import type { ConsoleBudget } from './consoleBudget.ts';
import type { ReportedProgram } from '../run/reportedProgram.ts';

/** What a debug session says, as it is heard. */
export interface ProgramListener {
  /** Paces what its console shows. */
  readonly budget: ConsoleBudget;
  /** The editor sends this to the adapter. */
  readonly editor?: (message: Parameters<typeof readAdapterMessage>[0]) => void;
  readonly fact: (fact: AdapterFact) => void;
  /** The adapter is gone. */
  readonly closed: () => void;
}

/** Follows the messages of a debug session, without waiting for the window. */
export function followProgram(
  session: vscode.DebugSession,
  { budget, closed, editor, fact: heard }: ProgramListener,
): vscode.DebugAdapterTracker {
  return {
    ...(editor && { onWillReceiveMessage: editor }),
    onDidSendMessage: (message) => {
      const fact = readAdapterMessage(message, session.type);
      pace(message, budget);
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
  budget: ConsoleBudget,
): vscode.DebugAdapterTracker {
  return {
    onDidSendMessage: (message) => {
      const fact = readAdapterMessage(message, session.type);
      pace(message, budget);
      if (fact?.kind !== 'paused' || fact.threadId === undefined) return;
      if (program.passes(fact)) resumeThread(session, fact.threadId);
    },
  };
}

/** Lets a thread go on; an adapter that is gone has nothing to resume. */
export function resumeThread(session: vscode.DebugSession | undefined, threadId: number): void {
  session?.customRequest('continue', { threadId }).then(undefined, () => undefined);
}

/** Output that is on its way to the editor, and may be cut. */
interface OutputMessage {
  readonly event?: string;
  readonly body?: { category?: string; output: string };
}

/**
 * Cuts output on its way to the console. The editor passes on the message that its trackers saw, and
 * shows nothing of the category `telemetry`.
 */
function pace({ body, event }: OutputMessage, budget: ConsoleBudget): void {
  const category = body?.category;
  if (event !== 'output' || body === undefined) return;
  if (category !== 'stdout' && category !== 'stderr') return;
  body.output = budget.take(category, body.output);
  if (body.output === '') body.category = 'telemetry';
}
