import { readConstants, readHoistedScopes, readLocals } from '../../../metadata/localVariables.ts';
import { readImports } from '../../../metadata/imports.ts';
import type { Pdb } from '../../../metadata/pdb.ts';
import { AgentWriter } from '../../relay/cdp/agentData.ts';
import { EvaluationError } from '../evaluationError.ts';
import type { Agent } from './agent.ts';
import type { ChangedMethods, PageFacts } from './pageFacts.ts';
import { readSymbols } from './symbols.ts';

/** Where methods are looked up. */
interface MethodPorts {
  readonly agent: Agent;
  readonly facts: PageFacts;
  readonly changed: ChangedMethods;
}

/** A method as it was built. */
interface Method {
  readonly assembly: number;
  /** Its row in the metadata and the symbols. */
  readonly row: number;
  readonly parameters: readonly NamedType[];
  /** The local variables that the symbols know. */
  readonly locals: ReturnType<typeof readLocals>;
  readonly constants: ReturnType<typeof readConstants>;
  /** The declared type of each slot. */
  readonly slots: readonly NamedType[];
  readonly symbols: Pdb | undefined;
  /** The namespaces that its code imports. */
  readonly imports: readonly string[];
}

interface NamedType {
  readonly name: string;
  readonly type: number;
}

/** Returns a method by the runtime's number. Throws an EvaluationError if hot reload has changed it. */
export async function findMethod(method: number, ports: MethodPorts): Promise<Method> {
  const { agent, changed: changes, facts } = ports;
  const found = await facts.once(`symbols of ${method}`, () => readMethod(method, ports));
  if (!changes.isEmpty) {
    const module = await facts.once(`module of ${found.assembly}`, async () => {
      const request = new AgentWriter().number(found.assembly);
      return (await agent.ask('assemblyModule', request)).number();
    });
    if (changes.has(module, found.row)) throw changed();
  }
  return found;
}

/** Whether a variable that the method keeps in a field is in scope, by the number in the field's name. */
export function hoistedScopes(
  { row, symbols }: Method,
  offset: number,
): ((number: number) => boolean) | undefined {
  return symbols && readHoistedScopes(symbols, row, offset);
}

async function readMethod(method: number, { agent, facts }: MethodPorts): Promise<Method> {
  const ask = async (command: 'methodToken' | 'methodAssembly'): Promise<number> =>
    (await agent.ask(command, new AgentWriter().number(method))).number();
  const [parameters, token, assembly, slots] = await Promise.all([
    agent.parameters(method),
    ask('methodToken'),
    ask('methodAssembly'),
    readSlots(method, agent),
  ]);
  const row = token & 0xff_ff_ff;
  const symbols = await facts.symbols(assembly, () => readSymbols(agent, assembly));
  const locals = symbols === undefined ? [] : readLocals(symbols, row);
  if (!slots.every(({ name }, slot) => agree(name, slot, locals))) throw changed();
  const imports = symbols === undefined ? [] : readImports(symbols, row);
  const constants = symbols === undefined ? [] : readConstants(symbols, row);
  return { assembly, row, parameters, locals, constants, slots, symbols, imports };
}

/** The name and the declared type of each slot, as the runtime knows them. */
async function readSlots(method: number, agent: Agent): Promise<readonly NamedType[]> {
  const reply = await agent.ask('locals', new AgentWriter().number(method));
  // Scopes of the method, each with start and length.
  for (let left = 2 * reply.number(); left > 0; left--) reply.number();
  const count = reply.number();
  const types = Array.from({ length: count }, () => reply.number());
  return types.map((type) => ({ type, name: reply.text() }));
}

/** Whether the symbols know the variable that the runtime has in a slot. */
function agree(name: string, slot: number, locals: Method['locals']): boolean {
  const inSlot = locals.filter((local) => local.slot === slot);
  return name === '' || inSlot.length === 0 || inSlot.some((local) => local.name === name);
}

function changed(): EvaluationError {
  return new EvaluationError(
    'Hot reload has changed the method, so it is not known where its variables are',
  );
}
