import { AgentWriter } from '../../relay/cdp/agentData.ts';
import { bool, int, type Value } from '../values/values.ts';
import type { Agent } from './agent.ts';
import type { Reflection } from './reflection.ts';

/** What tells whether a member is readonly. */
interface ReadOnlyPorts {
  readonly agent: Agent;
  readonly reflection: Reflection;
}

/** Whether a method of a value type, or the type itself, is declared as readonly. */
export async function isReadOnly(
  method: number,
  type: number,
  ports: ReadOnlyPorts,
): Promise<boolean> {
  const { agent, reflection } = ports;
  const name = 'System.Runtime.CompilerServices.IsReadOnlyAttribute';
  const attribute = await agent.findType(name);
  if (attribute === undefined) return false;
  const token = (await agent.ask('methodToken', new AgentWriter().number(method))).number();
  const owner = await typeObject(type, agent);
  const module = await reflection.use('get', owner, 'Module');
  const found = module && (await reflection.use('call', module, 'ResolveMethod', [int(token)]));
  const given = [await typeObject(attribute, agent), bool(false)];
  for (const one of [owner, found]) {
    const marked = one && (await reflection.use('call', one, 'IsDefined', given));
    if (marked?.kind === 'bool' && marked.value) return true;
  }
  return false;
}

async function typeObject(type: number, agent: Agent): Promise<Value> {
  const id = await agent.typeObject(type);
  return { kind: 'object', id, type: await agent.typeOfObject(id) };
}
