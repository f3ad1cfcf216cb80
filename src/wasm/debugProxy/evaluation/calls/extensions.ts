import { AgentWriter } from '../../relay/cdp/agentData.ts';
import { type ExtensionMethods, readExtensionMethods } from '../../../metadata/extensionMethods.ts';
import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import { type Call, callMethod } from './methodCalls.ts';
import type { Agent } from '../runtime/agent.ts';
import { assemblyFile } from '../runtime/symbols.ts';
import type { Value } from '../values/values.ts';

/** Classes of .NET with extension methods. Their assemblies are not searched, since they are large. */
const known = ['System.Linq.Enumerable', 'System.Collections.Generic.CollectionExtensions'];

/** Assemblies that come with .NET. */
const framework = /^(?:System|Microsoft|mscorlib|netstandard|WindowsBase)\b/;

/** Calls an extension method that the code can see; `undefined` if there is none for these arguments. */
export async function callExtension(
  of: Value,
  call: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  const own = await callAppExtension(of, call, context);
  return own ?? callOneOf(known, of, call, context);
}

/** Calls an extension method of the app and its libraries. */
export async function callAppExtension(
  of: Value,
  call: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  return callOneOf(await findClasses(call.name, context), of, call, context);
}

async function callOneOf(
  classes: readonly string[],
  of: Value,
  { given, name, types }: Call,
  context: EvaluationContext,
): Promise<Value | undefined> {
  if (classes.length === 0) return undefined;
  const { agent, reflection } = context.runtime;
  const self = of.kind === 'sequence' ? await reflection.sequence(of) : of;
  const call: Call = { name, given: [self, ...given], types };
  for (const fullName of classes) {
    const type = await agent.findType(fullName);
    if (type === undefined) continue;
    const found = await callMethod({ type }, call, context);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The app's classes with extension methods of a name that the code can see, the nearest namespaces first. */
async function findClasses(
  name: string,
  { runtime, types }: EvaluationContext,
): Promise<readonly string[]> {
  const { agent, facts } = runtime;
  const spaces = await types.namespaces();
  const assemblies = await listAssemblies(agent);
  const perAssembly = await Promise.all(
    assemblies.map((assembly) =>
      facts.once(`extensions of ${assembly}`, () => read(assembly, agent)).catch(ofUnreadable),
    ),
  );
  const found = perAssembly
    .flatMap((methods) => methods?.get(name) ?? [])
    .map((type) => ({ type, distance: spaces.indexOf(getNamespace(type)) }));
  return found
    .filter(({ distance }) => distance >= 0)
    .toSorted((one, other) => one.distance - other.distance)
    .map(({ type }) => type);
}

function getNamespace(type: string): string {
  return type.split('.').slice(0, -1).join('.');
}

/** Assemblies that the app has made at run time have no file, for example. */
function ofUnreadable(error: unknown): undefined {
  if (!(error instanceof EvaluationError || error instanceof RangeError)) throw error;
}

async function listAssemblies(agent: Agent): Promise<readonly number[]> {
  const reply = await agent.ask('assemblies', new AgentWriter().number(await agent.domain()));
  return Array.from({ length: reply.number() }, () => reply.number());
}

async function read(assembly: number, agent: Agent): Promise<ExtensionMethods> {
  const named = await agent.ask('assemblyName', new AgentWriter().number(assembly));
  if (framework.test(named.text())) return new Map();
  const metadata = (await assemblyFile(agent, assembly)).block();
  return readExtensionMethods(metadata);
}
