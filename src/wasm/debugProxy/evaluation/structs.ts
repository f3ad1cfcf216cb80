import type { EvaluationContext } from './context.ts';
import { EvaluationError } from './evaluationError.ts';
import { getMember } from './members.ts';
import { describe } from './operations.ts';
import type { FieldInfo } from './runtime/agentProtocol.ts';
import { splitStruct } from './runtime/structFields.ts';
import type { Variable } from './runtime/variable.ts';
import { inlineArrayVersion } from './runtime/valueCodec.ts';
import type { Value } from './values/values.ts';

export type StructValue = Extract<Value, { kind: 'struct' }>;

/** A member of a value type in a variable, which gets a copy with another value of the member. */
export async function structMemberPlace(
  owner: Variable,
  of: StructValue,
  name: string,
  context: EvaluationContext,
): Promise<Variable> {
  const { field } = await findField(of, name, context);
  return {
    type: field.type,
    get: async () => getMember(await owner.get(), name, context),
    set: async (value) => {
      const present = await owner.get();
      if (present.kind !== 'struct') throw new EvaluationError(`${name} could not be read`);
      await owner.set(await withField(present, name, value, context));
    },
  };
}

/** A copy of a value type with another value in a field, or in that of a property. */
async function withField(
  of: StructValue,
  name: string,
  value: Value,
  context: EvaluationContext,
): Promise<StructValue> {
  const { agent, codec } = context.runtime;
  const { index, field } = await findField(of, name, context);
  const { fields, head } = splitStruct(of.bytes, (await agent.version()) >= inlineArrayVersion);
  if (fields[index] === undefined) throw new EvaluationError(`${name} could not be read`);
  const written = await codec.writeFor(field.type, value);
  return { ...of, bytes: Buffer.concat([head, ...fields.with(index, written)]) };
}

/** The field of a name, or that of a property without code of its own. */
async function findField(
  of: StructValue,
  name: string,
  context: EvaluationContext,
): Promise<{ readonly field: FieldInfo; readonly index: number }> {
  const all = await context.runtime.agent.fields(of.type);
  const fields = all.filter(({ isStatic }) => !isStatic);
  const index = fields.findIndex(
    (one) => one.name === name || one.name === `<${name}>k__BackingField`,
  );
  const field = fields[index];
  if (field !== undefined) return { field, index };
  throw new EvaluationError(
    `${name} is no field of ${await describe(of, context)}, which is a value type`,
  );
}
