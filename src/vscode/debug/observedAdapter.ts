import type * as vscode from 'vscode';

/** An event of a debug adapter, as the protocol has it. */
interface AdapterEvent {
  readonly event: string;
  readonly body: unknown;
}

/** Called with each event of an adapter. `ownerId` is the id of its session's owner. */
export type ObserveAdapter = (
  session: vscode.DebugSession,
  ownerId: string,
  event: AdapterEvent,
) => void;

/** Returns the tracker such that it also tells the events of the adapter. */
export function observeEvents(
  tracker: vscode.DebugAdapterTracker | undefined,
  observe: (event: AdapterEvent) => void,
): vscode.DebugAdapterTracker {
  return {
    onWillStartSession: () => tracker?.onWillStartSession?.(),
    onWillReceiveMessage: (message) => tracker?.onWillReceiveMessage?.(message),
    onDidSendMessage(message: { readonly event?: unknown; readonly body?: unknown }) {
      const { body, event } = message;
      if (typeof event === 'string') observe({ event, body });
      tracker?.onDidSendMessage?.(message);
    },
    onWillStopSession: () => tracker?.onWillStopSession?.(),
    onError: (error) => tracker?.onError?.(error),
    onExit: (code, signal) => tracker?.onExit?.(code, signal),
  };
}
