import * as z from 'zod/mini';
import type { PausedRuntime } from '../../evaluation/runtime/pausedRuntime.ts';
import { isLong, showLength } from '../cdp/arrays.ts';
import {
  type AnswerOutcome,
  answerWith,
  type CommandOutcome,
  pass,
  PerTarget,
  refuse,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../handler.ts';
import type { PageRuntimes } from '../pageRuntimes.ts';
import type { StoppedPages } from '../stoppedPages.ts';

const arrayId = z.string().check(z.regex(/^dotnet:array:\d+$/));
const readSchema = z.looseObject({
  objectId: arrayId,
  accessorPropertiesOnly: z.optional(z.boolean()),
});
/** How js-debug calls a function that returns some elements, or the properties that are no elements. */
const callSchema = z.object({
  objectId: arrayId,
  functionDeclaration: z.string().check(z.regex(/getOwnProperty(?:Descriptor|Names)\(this/)),
  arguments: z.optional(
    z.union([z.tuple([]), z.tuple([z.object({ value: z.int() }), z.object({ value: z.int() })])]),
  ),
});
const evaluatedSchema = z.looseObject({ result: z.looseObject({}) });
const membersSchema = z.looseObject({
  result: z.array(z.looseObject({ name: z.optional(z.string()), value: z.optional(z.unknown()) })),
});

/** What tells the handler about pages. */
interface ArrayPorts {
  readonly stopped: StoppedPages;
  readonly runtimes: PageRuntimes;
}

/** Copies of parts of arrays at a stop: the index of their first element, by their ids. */
type Parts = Map<string, number>;

/**
 * Lets the debugger read long arrays in parts. The debug proxy reads an array as a whole, with several commands for
 * each object, so the page copies the part, and the proxy reads the copy. Collections have their elements in arrays.
 */
export function arrayPartsHandler(ports: ArrayPorts): RelayHandler {
  const shared = new PerTarget((): Parts => new Map());
  return {
    name: 'array parts',
    commands: {
      'Runtime.callFunctionOn': ({ params }, target) =>
        onCall(params, target, shared.of(target), ports),
      'Runtime.getProperties': ({ params }, target) => {
        const { data } = readSchema.safeParse(params);
        const start = shared.of(target).get(data?.objectId ?? '');
        return data === undefined || start === undefined ? pass : readCopy(data, start, target);
      },
      'Runtime.releaseObject': ({ params }, target) => {
        const { data } = readSchema.safeParse(params);
        return data && shared.of(target).delete(data.objectId) ? answerWith({}) : pass;
      },
    },
    answers: {
      'Runtime.getProperties': ({ result }) => showLengths(result),
      'Debugger.evaluateOnCallFrame': ({ result }) => {
        const { data } = evaluatedSchema.safeParse(result);
        const shown = showLength(data?.result);
        return data === undefined || shown === data.result
          ? pass
          : replaceBy({ ...data, result: shown });
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

function onCall(
  params: unknown,
  target: RelayTarget,
  parts: Parts,
  { runtimes, stopped }: ArrayPorts,
): CommandOutcome | Promise<CommandOutcome> {
  if (parts.has(readSchema.safeParse(params).data?.objectId ?? '')) {
    return refuse('No function can be called on a part of an array.');
  }
  const { data } = callSchema.safeParse(params);
  const present = stopped.of(target);
  const isOver = (): boolean => stopped.of(target) !== present;
  const runtime = data && present && runtimes.open(target, isOver);
  if (data === undefined || runtime === undefined) return pass;
  return readPart(data, runtime, parts);
}

/** The answer is the copy. Short arrays, and those whose elements can't be copied, are left to the proxy. */
async function readPart(
  { arguments: given = [], objectId }: z.output<typeof callSchema>,
  runtime: PausedRuntime,
  parts: Parts,
): Promise<CommandOutcome> {
  const id = Number(objectId.split(':').at(-1));
  const array = { kind: 'object', id, type: await runtime.agent.typeOfObject(id) } as const;
  const [length = 0, ...others] = await runtime.arrayLengths(array);
  if (others.length > 0 || !isLong(length)) return pass;
  const shown = { type: 'object', className: 'Object', description: 'Object' };
  // An array of .NET has only elements.
  if (given.length === 0) return answerWith({ result: shown });
  const [start, count] = given.map(({ value }) => value);
  if (start === undefined || count === undefined || start < 0 || count < 0) return pass;
  const part = await runtime.copyItems(array, start, Math.max(0, Math.min(count, length - start)));
  const partId = `dotnet:array:${part.id}`;
  parts.set(partId, start);
  return answerWith({ result: { ...shown, objectId: partId } });
}

/** Reads the copy of a part. Its elements have the names that they have in the whole array. */
async function readCopy(
  data: z.output<typeof readSchema>,
  start: number,
  target: RelayTarget,
): Promise<CommandOutcome> {
  if (data.accessorPropertiesOnly === true) return answerWith({ result: [] });
  const answer = await target.send('Runtime.getProperties', data).catch(() => undefined);
  const { data: members } = membersSchema.safeParse(answer);
  // The proxy itself would answer with the names of other elements.
  if (members === undefined) return refuse('The elements cannot be read.');
  const result = members.result.map(({ name, value, ...rest }) => ({
    ...rest,
    name: String(start + Number(name)),
    value: showLength(value),
  }));
  return answerWith({ ...members, result });
}

function showLengths(answer: unknown): AnswerOutcome {
  const { data } = membersSchema.safeParse(answer);
  if (data === undefined) return pass;
  const values = data.result.map(({ value }) => showLength(value));
  if (data.result.every(({ value }, index) => value === values[index])) return pass;
  const result = data.result.map((member, index) => ({ ...member, value: values[index] }));
  return replaceBy({ ...data, result });
}
