import type { PausedRuntime } from '../evaluation/runtime/pausedRuntime.ts';
import type { ObjectValue, Value } from '../evaluation/values/values.ts';
import { AgentWriter } from '../relay/cdp/agentData.ts';

/** Reads a field, also a private one of a base type; `undefined` if there is none. Calls no code of objects. */
export async function readField(
  of: Value | undefined,
  name: string,
  { agent, codec, reflection }: PausedRuntime,
): Promise<Value | undefined> {
  if (of?.kind !== 'object' && of?.kind !== 'struct') return undefined;
  for (const type of await agent.parents(of.type)) {
    const fields = await agent.fields(type);
    const field = fields.find((one) => one.name === name && !one.isStatic);
    if (field === undefined) continue;
    if (of.kind === 'struct') return reflection.use('get', of, name);
    const request = new AgentWriter().number(of.id).number(1).number(field.id);
    return codec.read(await agent.ask('objectValues', request));
  }
  return undefined;
}

/** The full names of a type and its base types, without type arguments. */
export async function typeNames(
  type: number,
  { agent }: PausedRuntime,
): Promise<ReadonlySet<string>> {
  const types = await agent.parents(type);
  const infos = await Promise.all(types.map((one) => agent.typeInfo(one)));
  return new Set(infos.map(({ fullName }) => fullName.replace(/\[.*$/s, '')));
}

export function isObject(value: Value | undefined): value is ObjectValue {
  return value?.kind === 'object';
}
