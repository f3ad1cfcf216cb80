import type { EvaluationContext } from './context.ts';
import type { FieldInfo } from './runtime/agentProtocol.ts';
import type { Expression } from './syntax/expression.ts';

/** The declared type of an expression, which is not evaluated for that; `undefined` where it is not known. */
export async function declaredType(
  expression: Expression,
  context: EvaluationContext,
): Promise<number | undefined> {
  switch (expression.kind) {
    case 'name':
      return typeOfName(expression.name, context);
    case 'this': {
      const self = await (await context.frame.variable('this'))?.get();
      return self?.kind === 'object' || self?.kind === 'struct' ? self.type : undefined;
    }
    case 'member':
      return typeOfMember(await declaredType(expression.of, context), expression.name, context);
    case 'index': {
      const of = await declaredType(expression.of, context);
      if (of === undefined) return undefined;
      const { element } = await context.runtime.agent.typeInfo(of);
      return element ?? typeOfResult(of, 'get_Item', context);
    }
    case 'cast':
    case 'as':
      return context.types.find(expression.type);
    default:
      return undefined;
  }
}

async function typeOfName(name: string, context: EvaluationContext): Promise<number | undefined> {
  if (context.variables.has(name)) return undefined;
  const variable = await context.frame.variable(name);
  if (variable !== undefined) return variable.type;
  return typeOfMember(await context.types.declaring(), name, context);
}

/** The type of a field or a property. */
async function typeOfMember(
  of: number | undefined,
  name: string,
  context: EvaluationContext,
): Promise<number | undefined> {
  if (of === undefined) return undefined;
  const field = await declaredField(of, name, context);
  if (field !== undefined) return field.type;
  for (const owner of await context.runtime.agent.parents(of)) {
    const type = await typeOfResult(owner, `get_${name}`, context);
    if (type !== undefined) return type;
  }
  return undefined;
}

/** The field of a name that a type or a base type has. */
export async function declaredField(
  type: number,
  name: string,
  { runtime }: EvaluationContext,
): Promise<FieldInfo | undefined> {
  for (const owner of await runtime.agent.parents(type)) {
    const field = (await runtime.agent.fields(owner)).find((one) => one.name === name);
    if (field !== undefined) return field;
  }
  return undefined;
}

/** What the only method of a name returns. */
async function typeOfResult(
  owner: number,
  name: string,
  { runtime }: EvaluationContext,
): Promise<number | undefined> {
  const [method, ...others] = await runtime.agent.methods(owner, name);
  if (method === undefined || others.length > 0) return undefined;
  return (await runtime.agent.signature(method)).result;
}
