/** A command that the debug proxy sends to the runtime's debugger agent, by an expression that the page evaluates. */
export interface AgentCommand {
  readonly set: number;
  readonly command: number;
  readonly parameters: Buffer;
  /** The expression that sends another command in the same way. */
  like(set: number, command: number, parameters: Buffer): string;
}

/** An id that the proxy, which counts from 1, does not give; the runtime keeps replies apart by it. */
const commandId = 2_147_483_632;

const pattern =
  /^(.*\.mono_wasm_send_dbg_command ?)\(\d+, ?(\d+), ?(\d+), ?'([A-Za-z0-9+/=]*)'\)(.*)$/s;

/** Reads the command that an expression sends; `undefined` for other expressions. */
export function readAgentCommand(expression: string): AgentCommand | undefined {
  const found = pattern.exec(expression);
  if (found === null) return undefined;
  const [, before, set, command, parameters = '', after] = found;
  return {
    set: Number(set),
    command: Number(command),
    parameters: Buffer.from(parameters, 'base64'),
    like: (...[ofSet, number, bytes]) =>
      `${before}(${commandId}, ${ofSet}, ${number},'${bytes.toString('base64')}')${after}`,
  };
}
