import * as z from 'zod/mini';
import {
  answerWith,
  type CommandOutcome,
  pass,
  type RelayHandler,
  type RelayTarget,
} from '../handler.ts';

const paramsSchema = z.looseObject({ objectId: z.string() });
const propertySchema = z.looseObject({
  name: z.optional(z.string()),
  get: z.optional(z.looseObject({ objectId: z.optional(z.string()) })),
  value: z.optional(z.unknown()),
});
type Property = z.output<typeof propertySchema>;

const membersSchema = z.looseObject({
  result: z.array(propertySchema),
  privateProperties: z.optional(z.nullable(z.array(propertySchema))),
});
const calledSchema = z.object({ result: z.array(z.object({ value: z.unknown() })) });

/** How many getters of one object are called. */
const maxGetters = 200;

/** Shows the values of C# properties, which the debug proxy reports as functions that the user has to click. */
export function propertyValuesHandler(): RelayHandler {
  return {
    name: 'propertyValues',
    commands: { 'Runtime.getProperties': ({ params }, target) => onProperties(params, target) },
  };
}

function onProperties(
  params: unknown,
  target: RelayTarget,
): CommandOutcome | Promise<CommandOutcome> {
  const { data } = paramsSchema.safeParse(params);
  const isObject = data !== undefined && /^dotnet:(?:object|valuetype):/.test(data.objectId);
  return isObject ? readProperties(data, target) : pass;
}

async function readProperties(
  data: z.output<typeof paramsSchema>,
  target: RelayTarget,
): Promise<CommandOutcome> {
  const answer = await target.send('Runtime.getProperties', data);
  const { data: members } = membersSchema.safeParse(answer);
  if (members === undefined) return pass;
  const [result, privateProperties] = await Promise.all([
    withValues(members.result, target),
    withValues(members.privateProperties ?? [], target),
  ]);
  return answerWith({ ...members, result, privateProperties });
}

function withValues(
  properties: readonly Property[],
  target: RelayTarget,
): Promise<readonly Property[]> {
  return Promise.all(
    properties.map(async (property, index) =>
      index < maxGetters ? withValue(property, target) : property,
    ),
  );
}

/** Calls the getter. A property whose getter throws has the exception as its value. */
async function withValue(property: Property, target: RelayTarget): Promise<Property> {
  const { get, ...rest } = property;
  const objectId = get?.objectId;
  if (objectId?.startsWith('dotnet:method:') !== true) return property;
  const answer = await target.send('Runtime.getProperties', { objectId }).catch(() => undefined);
  const value = calledSchema.safeParse(answer).data?.result[0]?.value;
  return value === undefined ? property : { ...rest, value };
}
