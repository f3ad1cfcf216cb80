import type { DebugProtocol } from '@vscode/debugprotocol';
import type { OutputStream } from '../sessions/runner.ts';

/** What a debug adapter's messages say about the program it launched. */
export type AdapterFact =
  | { readonly kind: 'launched' }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'process'; readonly pid: number | undefined }
  | { readonly kind: 'output'; readonly stream: OutputStream; readonly text: string }
  /** It stands still, at a breakpoint for example. */
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'exited'; readonly exitCode: number | undefined };

/**
 * Reads a message from an adapter of a debug type (Debug Adapter Protocol 1.68); most say nothing to us.
 */
export function readAdapterMessage(
  message: DebugProtocol.ProtocolMessage,
  debugType: string,
): AdapterFact | undefined {
  if (message.type === 'response') return readResponse(message as DebugProtocol.Response);
  if (message.type !== 'event') return undefined;
  const event = message as DebugProtocol.Event;
  return debugType === 'java' ? readJavaEvent(event) : readEvent(event);
}

/** Requests after which the program runs on, which no event says again. */
const resuming = new Set(['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue']);

/** What the editor's messages to an adapter say about the session's end. */
export type EditorIntent = 'restart' | 'restart by a new session';

/** Reads a message from the editor to a debug adapter. */
export function readEditorMessage(
  message: DebugProtocol.ProtocolMessage,
): EditorIntent | undefined {
  if (message.type !== 'request') return undefined;
  const { command, arguments: args } = message as DebugProtocol.Request;
  if (command === 'restart') return 'restart';
  const isEnd = command === 'disconnect' || command === 'terminate';
  return isEnd && (args as { restart?: boolean } | undefined)?.restart === true
    ? 'restart by a new session'
    : undefined;
}

function readResponse(response: DebugProtocol.Response): AdapterFact | undefined {
  if (response.command === 'restart' && response.success) return { kind: 'restarted' };
  if (resuming.has(response.command) && response.success) return { kind: 'resumed' };
  const isLaunch = response.command === 'launch' || response.command === 'attach';
  if (!isLaunch && response.command !== 'initialize') return undefined;
  if (response.success) return isLaunch ? { kind: 'launched' } : undefined;
  const { error } = (response as DebugProtocol.ErrorResponse).body ?? {};
  return {
    kind: 'refused',
    message: error === undefined ? (response.message ?? '') : render(error),
  };
}

/** The Java debugger has an event of its own for the process, and calls every exit code 0. */
function readJavaEvent(message: DebugProtocol.Event): AdapterFact | undefined {
  switch (message.event) {
    case 'processid':
      return { kind: 'process', pid: (message.body as { processId?: number }).processId };
    case 'exited':
      return { kind: 'exited', exitCode: undefined };
    default:
      return readEvent(message);
  }
}

function readEvent({ event, body }: DebugProtocol.Event): AdapterFact | undefined {
  switch (event) {
    case 'process':
      return { kind: 'process', pid: (body as DebugProtocol.ProcessEvent['body']).systemProcessId };
    case 'stopped':
      return { kind: 'paused' };
    case 'continued':
      return { kind: 'resumed' };
    case 'exited':
      return { kind: 'exited', exitCode: (body as DebugProtocol.ExitedEvent['body']).exitCode };
    case 'output':
      return readOutput(body as DebugProtocol.OutputEvent['body']);
    default:
      return undefined;
  }
}

/** Only stdout and stderr are the program's; other categories are the debugger's own chatter. */
function readOutput({
  category,
  output,
}: DebugProtocol.OutputEvent['body']): AdapterFact | undefined {
  return category === 'stdout' || category === 'stderr'
    ? { kind: 'output', stream: category, text: output }
    : undefined;
}

function render({ format, variables }: DebugProtocol.Message): string {
  return format.replaceAll(/\{(\w+)\}/g, (whole, name: string) => variables?.[name] ?? whole);
}
