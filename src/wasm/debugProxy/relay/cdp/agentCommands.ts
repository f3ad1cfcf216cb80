import { setImmediate as turn } from 'node:timers/promises';
import * as z from 'zod/mini';

/** A command of the debug proxy for the runtime's debugger agent, in an expression that the page evaluates. */
export interface AgentCommand {
  /** Identifies its reply. */
  readonly id: number;
  readonly set: number;
  readonly command: number;
  readonly parameters: Buffer;
  /** Returns an expression that sends another command in the same way. */
  like(set: number, command: number, parameters: Buffer): string;
}

/** An id for own commands, which distinguishes replies. The proxy's ids start at 1 and never reach it. */
const commandId = 2_147_483_632;

const pattern =
  /^(.*\.mono_wasm_send_dbg_command ?)\((\d+), ?(\d+), ?(\d+), ?'([A-Za-z0-9+/=]*)'\)(.*)$/s;

/** Parses the command in an expression; `undefined` for other expressions. */
export function readAgentCommand(expression: string): AgentCommand | undefined {
  const found = pattern.exec(expression);
  if (found === null) return undefined;
  const [, before, id, set, command, parameters = '', after] = found;
  return {
    id: Number(id),
    set: Number(set),
    command: Number(command),
    parameters: Buffer.from(parameters, 'base64'),
    like: (...[ofSet, number, bytes]) =>
      `${before}(${commandId}, ${ofSet}, ${number},'${bytes.toString('base64')}')${after}`,
  };
}

const evaluateSchema = z.looseObject({ expression: z.string() });

/** The parameters of `Runtime.evaluate`. */
export type Evaluation = z.output<typeof evaluateSchema>;

/** Reads the parameters of `Runtime.evaluate`; `undefined` if they have no expression. */
export function readEvaluation(params: unknown): Evaluation | undefined {
  return evaluateSchema.safeParse(params).data;
}

/** The parameters of a `Runtime.evaluate` that sends a command of the relay's own. */
export function agentRequest(expression: string): object {
  return { expression, silent: true, returnByValue: true };
}

const answerSchema = z.object({ result: z.object({ value: z.object({ value: z.string() }) }) });

/** The bytes of the reply in the answer to an evaluation that sent a command; `undefined` if there are none. */
export function readAgentReply(answer: unknown): Buffer | undefined {
  const { data } = answerSchema.safeParse(answer);
  return data && Buffer.from(data.result.value.value, 'base64');
}

/** How many bytes are encoded in one turn of the event loop; a multiple of 3, since base64 is joined. */
const encodedAtOnce = 3 * 64 * 1024;

/**
 * The answer to the evaluation that sent a command, with this reply, in parts of JSON. A large reply is encoded
 * in several turns of the event loop.
 */
export async function agentAnswer({ id }: AgentCommand, reply: Buffer): Promise<Buffer[]> {
  const parts = [Buffer.from(`{"result":{"type":"object","value":{"id":${id},"value":"`)];
  for (let start = 0; start < reply.length; start += encodedAtOnce) {
    if (start > 0) await turn();
    const text = reply.toString('base64', start, Math.min(start + encodedAtOnce, reply.length));
    parts.push(Buffer.from(text, 'latin1'));
  }
  parts.push(Buffer.from('"}}}'));
  return parts;
}
