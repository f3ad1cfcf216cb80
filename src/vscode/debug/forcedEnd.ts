import type { DebugProtocol } from '@vscode/debugprotocol';
import type * as vscode from 'vscode';

/** A request that every adapter answers, and whose answer the editor can do without. */
const harmless = 'threads';

/**
 * Ends a debug session whose adapter doesn't answer `disconnect`, and no other: for a child session whose
 * lifecycle its parent manages, the editor's own command would end the parent.
 */
export class ForcedEnd {
  #isRequested = false;

  /** Makes the editor take the next answer of the adapter for the end of the session. */
  request(session: vscode.DebugSession): void {
    this.#isRequested = true;
    // The editor ends the session before it can have an answer.
    session.customRequest(harmless).then(undefined, () => undefined);
  }

  /** Hears each message of the adapter before the editor does. */
  hear(message: DebugProtocol.ProtocolMessage): void {
    const { command } = message as Partial<DebugProtocol.Response>;
    if (!this.#isRequested || message.type !== 'response' || command !== harmless) return;
    Object.assign(message, { type: 'event', event: 'terminated', body: {} });
  }
}
