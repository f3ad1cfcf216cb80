import type * as vscode from 'vscode';
import { type AdapterFact, readAdapterMessage } from './adapter/adapterMessages.ts';
import type { ConsoleBudget } from './consoleBudget.ts';
import type { ReportedProgram } from '../run/debugged/reportedProgram.ts';

/** A listener of a debug session's messages. */
export interface ProgramListener {
  /** Limits the output in its console. */
  readonly budget: ConsoleBudget;
  /** Called for messages from the editor to the adapter. */
  readonly editor?: (message: Parameters<typeof readAdapterMessage>[0]) => void;
  readonly fact: (fact: AdapterFact) => void;
  /** Called when the adapter has ended. */
  readonly closed: () => void;
}

/** Tracks the messages of a debug session, without waiting for the window. */
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

/** Tracks the session of a child process, which must not delay the end. */
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

/** Continues a thread. Ignores errors of an ended adapter. */
export function resumeThread(session: vscode.DebugSession | undefined, threadId: number): void {
  session?.customRequest('continue', { threadId }).then(undefined, () => undefined);
}

/** An output event for the editor. */
interface OutputMessage {
  readonly event?: string;
  readonly body?: { category?: string; output: string };
}

/**
 * Limits output by modifying the event, which the editor forwards after its trackers. Output of category
 * `telemetry` is not shown.
 */
function pace({ body, event }: OutputMessage, budget: ConsoleBudget): void {
  const category = body?.category;
  if (event !== 'output' || body === undefined) return;
  if (category !== 'stdout' && category !== 'stderr') return;
  body.output = budget.take(category, body.output);
  if (body.output === '') body.category = 'telemetry';
}
