import type { DebugProtocol } from '@vscode/debugprotocol';
import { isCSharp } from '../../../wasm/pageDebugger.ts';

/**
 * Removes conditions, hit conditions and log messages from C# breakpoints, since the relay evaluates them and
 * js-debug would treat them as JavaScript. Each adapter receives its own copy of the message.
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
