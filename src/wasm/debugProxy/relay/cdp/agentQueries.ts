import type { RelayTarget } from '../handler.ts';
import { type AgentCommand, agentRequest, readAgentReply } from './agentCommands.ts';
import { AgentReader, AgentWriter } from './agentData.ts';

/** Commands of Mono's debugger protocol, with their sets. */
const assemblyByName = { set: 1, command: 18 } as const;
const manifestModule = { set: 21, command: 3 } as const;
const moduleInfo = { set: 24, command: 1 } as const;

/** Asks the debugger agent of a page's runtime. Throws a RangeError if it doesn't answer. */
export class AgentQueries {
  readonly #sample: AgentCommand;
  readonly #target: RelayTarget;

  /** Takes any command of the debug proxy, which shows how commands are sent. */
  constructor(sample: AgentCommand, target: RelayTarget) {
    this.#sample = sample;
    this.#target = target;
  }

  /** Returns the number that the runtime has given the module of an assembly. */
  async findModule(assembly: string): Promise<number> {
    const name = new AgentWriter().block(Buffer.from(assembly)).written();
    return (await this.#module(name)).readInt32BE();
  }

  /** Returns the text form of a module's id. `named` is the name of its assembly in the form of a command. */
  async moduleId(named: Buffer): Promise<string> {
    const { command, set } = moduleInfo;
    const info = await this.#ask(set, command, await this.#module(named));
    // The id follows the file, the name and the full name.
    for (let texts = 0; texts < 3; texts++) info.text();
    return info.text();
  }

  async #module(named: Buffer): Promise<Buffer> {
    const assembly = await this.#ask(assemblyByName.set, assemblyByName.command, named);
    const { command, set } = manifestModule;
    return (await this.#ask(set, command, assembly.bytes(4))).bytes(4);
  }

  async #ask(set: number, command: number, parameters: Buffer): Promise<AgentReader> {
    const request = agentRequest(this.#sample.like(set, command, parameters));
    const answer = await this.#target.send('Runtime.evaluate', request);
    return new AgentReader(readAgentReply(answer) ?? Buffer.alloc(0));
  }
}
