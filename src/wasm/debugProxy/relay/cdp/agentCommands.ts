/** A command of the debug proxy for the runtime's debugger agent, in an expression that the page evaluates. */
export interface AgentCommand {
  readonly set: number;
  readonly command: number;
  readonly parameters: Buffer;
  /** Returns an expression that sends another command in the same way. */
  like(set: number, command: number, parameters: Buffer): string;
}

/** An id for own commands, which distinguishes replies. The proxy's ids start at 1 and never reach it. */
const commandId = 2_147_483_632;

const pattern =
  /^(.*\.mono_wasm_send_dbg_command ?)\(\d+, ?(\d+), ?(\d+), ?'([A-Za-z0-9+/=]*)'\)(.*)$/s;

/** Parses the command in an expression; `undefined` for other expressions. */
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
