import { AgentWriter } from '../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';

/** A command for the debugger agent of a runtime. */
export interface AskedAgent {
  /** Its set and number, such as `22,4`. */
  readonly command: string;
  readonly parameters: Buffer;
}

export const writer = (): AgentWriter => new AgentWriter();

/** A text as replies have it. */
export const named = (name: string): Buffer => writer().block(Buffer.from(name)).written();

/** Reads the command that a call of the relay sends; `undefined` for other calls. */
export function readAsked(params: unknown): AskedAgent | undefined {
  const { functionDeclaration = '' } = params as { functionDeclaration?: string };
  const [, command, given = ''] = /\(\d+, (\d+, \d+), '([^']*)'/.exec(functionDeclaration) ?? [];
  if (command === undefined) return undefined;
  return { command: command.replace(' ', ''), parameters: Buffer.from(given, 'base64') };
}

/** The result of a call that sends a command. */
export function agentResult(reply: AgentWriter): object {
  return { result: { value: { value: reply.written().toString('base64') } } };
}

/** The reply with a method's parameters, or with its slots (which have no return type). */
export function variablesReply(
  kind: 'parameters' | 'slots',
  variables: readonly (readonly [name: string, type: number])[],
): AgentWriter {
  const head = writer().number(0).number(variables.length);
  if (kind === 'parameters') head.number(0).number(0);
  for (const [, type] of variables) head.number(type);
  for (const [name] of variables) head.bytes(named(name));
  return head;
}
