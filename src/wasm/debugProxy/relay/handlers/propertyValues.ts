import * as z from 'zod/mini';
import { showLength } from '../cdp/arrays.ts';
import {
  answerWith,
  type CommandOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../handler.ts';
import type { StoppedPages } from '../stoppedPages.ts';

const paramsSchema = z.looseObject({
  objectId: z.string(),
  accessorPropertiesOnly: z.optional(z.boolean()),
});
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

/** Values of getters that were called, by the ids of the getters. */
type Called = Map<string, Promise<unknown>>;

/**
 * Shows the values of C# properties, which the debug proxy reports as functions that the user has to click. In
 * a running page nothing is called.
 */
export function propertyValuesHandler(stopped: StoppedPages): RelayHandler {
  const shared = new PerTarget(() => new Map<string, Called>());
  return {
    name: 'propertyValues',
    commands: {
      'Runtime.getProperties': ({ params }, target) => {
        const { data } = paramsSchema.safeParse(params);
        const isObject = data !== undefined && /^dotnet:(?:object|valuetype):/.test(data.objectId);
        if (!isObject || stopped.of(target) === undefined) return pass;
        return readProperties(data, target, getCalled(data, shared.of(target)));
      },
    },
    events: {
      'Debugger.paused': (_, target) => {
        shared.of(target).clear();
        return pass;
      },
    },
  };
}

/**
 * The debugger asks for an object twice, at first for its accessors. A getter is called once for both, since it
 * may change something.
 */
function getCalled(
  { accessorPropertiesOnly, objectId }: z.output<typeof paramsSchema>,
  shared: Map<string, Called>,
): Called {
  if (accessorPropertiesOnly === true) {
    const called: Called = new Map();
    shared.set(objectId, called);
    return called;
  }
  const called = shared.get(objectId) ?? new Map();
  shared.delete(objectId);
  return called;
}

async function readProperties(
  data: z.output<typeof paramsSchema>,
  target: RelayTarget,
  called: Called,
): Promise<CommandOutcome> {
  const answer = await target.send('Runtime.getProperties', data);
  const { data: members } = membersSchema.safeParse(answer);
  if (members === undefined) return pass;
  const [result, privateProperties] = await Promise.all([
    withValues(members.result, target, called),
    withValues(members.privateProperties ?? [], target, called),
  ]);
  return answerWith({ ...members, result, privateProperties });
}

function withValues(
  properties: readonly Property[],
  target: RelayTarget,
  called: Called,
): Promise<readonly Property[]> {
  return Promise.all(
    properties.map(async (property, index) =>
      index < maxGetters ? withValue(property, target, called) : property,
    ),
  );
}

/** Calls the getter. A property whose getter throws has the exception as its value. */
async function withValue(
  property: Property,
  target: RelayTarget,
  called: Called,
): Promise<Property> {
  const { get, ...rest } = property;
  const objectId = get?.objectId;
  if (objectId?.startsWith('dotnet:method:') !== true) {
    return property.value === undefined
      ? property
      : { ...property, value: showLength(property.value) };
  }
  const calling = called.get(objectId) ?? callGetter(objectId, target);
  called.set(objectId, calling);
  const value = await calling;
  return value === undefined ? property : { ...rest, value: showLength(value) };
}

async function callGetter(objectId: string, target: RelayTarget): Promise<unknown> {
  const answer = await target.send('Runtime.getProperties', { objectId }).catch(() => undefined);
  return calledSchema.safeParse(answer).data?.result[0]?.value;
}
