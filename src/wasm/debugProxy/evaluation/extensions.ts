import { AgentWriter } from '../relay/cdp/agentData.ts';
import { type ExtensionMethods, readExtensionMethods } from '../../metadata/extensionMethods.ts';
import type { EvaluationContext } from './context.ts';
import { type Call, callGeneric } from './genericCalls.ts';
import type { Agent } from './runtime/agent.ts';
import { assemblyFile } from './runtime/symbols.ts';
import type { Value } from './values/values.ts';

/** Classes of .NET with extension methods. Their assemblies are not searched, since they are large. */
const known = ['System.Linq.Enumerable', 'System.Collections.Generic.CollectionExtensions'];

/** Assemblies that come with .NET. */
const framework = /^(?:System|Microsoft|mscorlib|netstandard|WindowsBase)\b/;

/** Calls an extension method that the code can see; `undefined` if there is none for these arguments. */
export async function callExtension(
  of: Value,
  { given, name, types }: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  const { reflection } = context.runtime;
  const self = of.kind === 'sequence' ? await reflection.sequence(of) : of;
  const call: Call = { name, given: [self, ...given], types };
  for (const type of await findClasses(name, context)) {
    const called =
      types.length === 0 ? await reflection.use('call', { type }, name, call.given) : undefined;
    const found = called ?? (await callGeneric({ type }, call, context));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Classes with extension methods of a name, in namespaces of the code and those that it imports. */
async function findClasses(
  name: string,
  { runtime, types }: EvaluationContext,
): Promise<readonly number[]> {
  const { agent, facts } = runtime;
  const spaces = await types.namespaces();
  const found: string[] = [];
  for (const assembly of await loadedAssemblies(agent)) {
    const methods = await facts.once(`extensions of ${assembly}`, () => read(assembly, agent));
    for (const type of methods.get(name) ?? []) {
      if (spaces.includes(type.split('.').slice(0, -1).join('.'))) found.push(type);
    }
  }
  const ids = await Promise.all([...found, ...known].map((type) => agent.findType(type)));
  return ids.filter((id) => id !== undefined);
}

async function loadedAssemblies(agent: Agent): Promise<readonly number[]> {
  const reply = await agent.ask('assemblies', new AgentWriter().number(await agent.domain()));
  return Array.from({ length: reply.number() }, () => reply.number());
}

async function read(assembly: number, agent: Agent): Promise<ExtensionMethods> {
  const named = await agent.ask('assemblyName', new AgentWriter().number(assembly));
  if (framework.test(named.text())) return new Map();
  const metadata = (await assemblyFile(agent, assembly)).block();
  return readExtensionMethods(metadata);
}
