import type { DebugProtocol } from '@vscode/debugprotocol';
import type { OutputStream } from '../../../common/outputStream.ts';

/** A fact about the program in the messages of a debug adapter. */
export type AdapterFact =
  /** The adapter accepts breakpoints. It may have created the process already. */
  | { readonly kind: 'initialized' }
  | { readonly kind: 'launched' }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'restart refused' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'process'; readonly pid: number | undefined }
  | { readonly kind: 'output'; readonly stream: OutputStream; readonly text: string }
  | Pause
  | { readonly kind: 'resumed' }
  | { readonly kind: 'exited'; readonly exitCode: number | undefined }
  /** The adapter has stopped debugging. */
  | { readonly kind: 'terminated'; readonly restart: boolean }
  /** The adapter has answered the `disconnect` request. */
  | { readonly kind: 'disconnected' };

/** The program is paused, at a breakpoint for example. */
export interface Pause {
  readonly kind: 'paused';
  readonly threadId: number | undefined;
  /** The exception or signal that caused the pause; empty if it is not reported. */
  readonly cause: string | undefined;
  /** For people. */
  readonly reason: string;
}

/**
 * Reads a message of an adapter (Debug Adapter Protocol 1.68); `undefined` for irrelevant ones.
 */
export function readAdapterMessage(
  message: DebugProtocol.ProtocolMessage,
  debugType: string,
): AdapterFact | undefined {
  if (message.type === 'response') return readResponse(message as DebugProtocol.Response);
  if (message.type !== 'event') return undefined;
  const event = message as DebugProtocol.Event;
  if (debugType === 'java') return readJavaEvent(event);
  return (debugType === 'go' ? readDelveExit(event) : undefined) ?? readEvent(event);
}

/** Requests that continue the program, for which there is no event. */
const resuming = new Set(['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue']);

/** What the editor's messages tell about the end of the session. */
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
  if (response.command === 'restart') {
    return { kind: response.success ? 'restarted' : 'restart refused' };
  }
  if (resuming.has(response.command) && response.success) return { kind: 'resumed' };
  if (response.command === 'disconnect') return { kind: 'disconnected' };
  const isLaunch = response.command === 'launch' || response.command === 'attach';
  if (!isLaunch && response.command !== 'initialize') return undefined;
  if (response.success) return isLaunch ? { kind: 'launched' } : undefined;
  const { error } = (response as DebugProtocol.ErrorResponse).body ?? {};
  return {
    kind: 'refused',
    message: error === undefined ? (response.message ?? '') : render(error),
  };
}

/** The Java debugger uses a custom event for the process, and always reports exit code 0. */
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

/** Before version 1.27, Delve reports the exit code only as output. */
function readDelveExit({ event, body }: DebugProtocol.Event): AdapterFact | undefined {
  const { category, output = '' } = (body ?? {}) as Partial<DebugProtocol.OutputEvent['body']>;
  if (event !== 'output' || category !== 'console') return undefined;
  const [, status] = /^Process \d+ has exited with status (-?\d+)/m.exec(output) ?? [];
  return status === undefined ? undefined : { kind: 'exited', exitCode: Number(status) };
}

function readPause(body: DebugProtocol.StoppedEvent['body'] | undefined): Pause {
  const { description, reason, text, threadId } = body ?? { reason: '' };
  const cause = reason === 'exception' ? (text ?? description ?? '') : undefined;
  return { kind: 'paused', threadId, cause, reason: description ?? reason };
}

function readEvent({ event, body }: DebugProtocol.Event): AdapterFact | undefined {
  switch (event) {
    case 'process':
      return { kind: 'process', pid: (body as DebugProtocol.ProcessEvent['body']).systemProcessId };
    case 'initialized':
      return { kind: 'initialized' };
    case 'stopped':
      return readPause(body as DebugProtocol.StoppedEvent['body'] | undefined);
    case 'continued':
      return { kind: 'resumed' };
    case 'exited':
      return { kind: 'exited', exitCode: (body as DebugProtocol.ExitedEvent['body']).exitCode };
    case 'terminated': {
      const { restart } = (body ?? {}) as NonNullable<DebugProtocol.TerminatedEvent['body']>;
      return { kind: 'terminated', restart: Boolean(restart) };
    }
    case 'output':
      return readOutput(body as DebugProtocol.OutputEvent['body']);
    default:
      return undefined;
  }
}

/** Only the categories stdout and stderr are output of the program. */
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
