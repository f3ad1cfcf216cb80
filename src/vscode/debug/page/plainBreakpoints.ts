import type { DebugProtocol } from '@vscode/debugprotocol';
import { isCSharp } from '../../../wasm/pageDebugger.ts';

/**
 * Takes from breakpoints in C# what the relay evaluates, before js-debug reads it as JavaScript: conditions
 * and log messages, and what counts the hits of these. The editor sends each adapter a message of its own.
 */
export function makePlain(message: DebugProtocol.ProtocolMessage): void {
  const request = message as DebugProtocol.Request;
  if (message.type !== 'request' || request.command !== 'setBreakpoints') return;
  const { breakpoints, source } = request.arguments as DebugProtocol.SetBreakpointsArguments;
  if (!isCSharp(source.path ?? source.name ?? '')) return;
  for (const breakpoint of breakpoints ?? []) {
    if (breakpoint.logMessage !== undefined) delete breakpoint.hitCondition;
    delete breakpoint.condition;
    delete breakpoint.logMessage;
  }
}
