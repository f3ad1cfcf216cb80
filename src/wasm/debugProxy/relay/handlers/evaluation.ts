import * as z from 'zod/mini';
import { EvaluationError, toEvaluationError } from '../../evaluation/evaluationError.ts';
import { Evaluator } from '../../evaluation/evaluator.ts';
import { Presenter } from '../../evaluation/present.ts';
import type { PausedRuntime } from '../../evaluation/runtime/pausedRuntime.ts';
import { setMember, setVariable } from '../../evaluation/setters.ts';
import { contains } from '../../evaluation/syntax/contains.ts';
import { parseExpression } from '../../evaluation/syntax/parser.ts';
import { isKept, KeptObjects } from '../../evaluation/values/keptObjects.ts';
import type { Value } from '../../evaluation/values/values.ts';
import { toFrameNumber } from '../cdp/callFrames.ts';
import {
  answerWith,
  type CommandOutcome,
  pass,
  PerTarget,
  refuse,
  type RelayHandler,
  type RelayTarget,
} from '../handler.ts';
import type { PageRuntimes } from '../pageRuntimes.ts';
import type { PageStop, StoppedPages } from '../stoppedPages.ts';

const evaluateSchema = z.object({
  callFrameId: z.string(),
  expression: z.string(),
  throwOnSideEffect: z.optional(z.boolean()),
});
const setSchema = z.object({
  callFrameId: z.string(),
  variableName: z.string(),
  newValue: z.looseObject({ objectId: z.optional(z.string()), value: z.optional(z.unknown()) }),
});
const callSchema = z.object({
  objectId: z.string(),
  functionDeclaration: z.string(),
  arguments: z.tuple([z.object({ value: z.string() })]),
});
const objectSchema = z.object({
  objectId: z.string(),
  accessorPropertiesOnly: z.optional(z.boolean()),
});
const shownSchema = z.looseObject({
  objectId: z.optional(z.string()),
  value: z.optional(z.unknown()),
});

/** The function by which js-debug sets a property. */
const setProperty =
  /^function\(a\) \{ return this\[a\] = (?<expression>[^]*);\s*(?:\/\/# sourceURL=\S*\s*)?\}$/;

/**
 * What js-debug must not evaluate while the user types. Getters are called, as other C# debuggers do. Queries and
 * spreads run iterators.
 */
const effects = ['assign', 'await', 'call', 'new', 'query', 'spread', 'with'] as const;

/** The comment that js-debug appends to expressions. */
const sourceComment = /\s*\/\/# sourceURL=\S*\s*$/;

/** What is known of a page. */
class PageState {
  stop: { readonly of: PageStop; readonly runtime: PausedRuntime } | undefined;
  /** The frame that the debugger has read last, which is the one that the user looks at. */
  frame: { readonly of: PageStop; readonly id: string } | undefined;
  /** The newest value, and how it was shown: the debugger assigns what it has evaluated. */
  newest: { readonly value: Value; readonly shown: z.output<typeof shownSchema> } | undefined;
  /** What has been shown of objects that the page doesn't have. */
  readonly kept = new KeptObjects();
}

/** What tells the handler about pages. */
interface EvaluationPorts {
  readonly stopped: StoppedPages;
  readonly runtimes: PageRuntimes;
}

/**
 * Evaluates C# at a stop, and sets variables, since the debug proxy evaluates few expressions and sets numbers
 * only. Where it is not known which variables a frame has, the proxy evaluates, but nothing is set.
 */
export function evaluationHandler(ports: EvaluationPorts): RelayHandler {
  const states = new PerTarget(() => new PageState());
  const { stopped } = ports;
  return {
    name: 'evaluation',
    commands: {
      'Debugger.evaluateOnCallFrame': ({ params }, target) =>
        onEvaluate(params, target, states.of(target), ports),
      'Debugger.setVariableValue': ({ params }, target) =>
        onSetVariable(params, target, states.of(target), ports),
      'Runtime.getProperties': ({ params }, target) =>
        onRead(params, target, states.of(target), stopped),
      'Runtime.callFunctionOn': ({ params }, target) =>
        onCall(params, target, states.of(target), ports),
    },
  };
}

/** Remembers a C# frame that the debugger reads. */
function see(id: string | undefined, state: PageState, of: PageStop | undefined): void {
  if (of !== undefined && id !== undefined && toFrameNumber(id) !== undefined)
    state.frame = { of, id };
}

/** Answers with the members of an object that only the relay has, and remembers which frame is read. */
function onRead(
  params: unknown,
  target: RelayTarget,
  state: PageState,
  stopped: StoppedPages,
): CommandOutcome | Promise<CommandOutcome> {
  const { accessorPropertiesOnly, objectId = '' } = objectSchema.safeParse(params).data ?? {};
  const present = stopped.of(target);
  see(objectId, state, present);
  if (!isKept(objectId)) return pass;
  const members = state.kept.members(objectId);
  if (members === undefined || present === undefined || state.stop?.of !== present) {
    return refuse('The object is one of an earlier stop.');
  }
  if (accessorPropertiesOnly === true) return answerWith({ result: [] });
  const presenter = new Presenter(target, state.stop.runtime, state.kept);
  return presenter.presentMembers(members).then(
    (result) => answerWith({ result }),
    (error: unknown) => refuse(toEvaluationError(error).message),
  );
}

/** The evaluator of a C# frame; `undefined` for other frames, in running pages, and where the runtime is not known. */
function openEvaluator(
  callFrameId: string | undefined,
  target: RelayTarget,
  state: PageState,
  { runtimes, stopped }: EvaluationPorts,
): Evaluator | undefined {
  const id = toFrameNumber(callFrameId ?? '');
  const present = stopped.of(target);
  if (id === undefined || present === undefined) return undefined;
  see(callFrameId, state, present);
  if (state.stop?.of !== present) {
    const runtime = runtimes.open(target, () => stopped.of(target) !== present);
    if (runtime === undefined) return undefined;
    state.stop = { of: present, runtime };
    state.newest = undefined;
    state.kept.clear();
  }
  const { runtime } = state.stop;
  return new Evaluator(runtime, runtime.frame(id));
}

function onEvaluate(
  params: unknown,
  target: RelayTarget,
  state: PageState,
  ports: EvaluationPorts,
): CommandOutcome | Promise<CommandOutcome> {
  const { data } = evaluateSchema.safeParse(params);
  const evaluator = openEvaluator(data?.callFrameId, target, state, ports);
  if (data === undefined || evaluator === undefined) return pass;
  return inWords(async () => {
    const expression = parseExpression(data.expression.replace(sourceComment, ''));
    if (data.throwOnSideEffect === true && contains(expression, effects)) {
      throw new EvaluationError('The expression may change something');
    }
    const opened = await evaluator.frame.open().catch(toEvaluationError);
    if (opened !== undefined) {
      // The proxy would report success without setting anything.
      if (contains(expression, ['assign'])) throw opened;
      return pass;
    }
    const value = await evaluator.evaluate(expression);
    const result = await new Presenter(target, evaluator.runtime, state.kept).present(value);
    state.newest = { value, shown: shownSchema.parse(result) };
    return answerWith({ result });
  });
}

function onSetVariable(
  params: unknown,
  target: RelayTarget,
  state: PageState,
  ports: EvaluationPorts,
): CommandOutcome | Promise<CommandOutcome> {
  const { data } = setSchema.safeParse(params);
  const evaluator = openEvaluator(data?.callFrameId, target, state, ports);
  if (data === undefined || evaluator === undefined) return pass;
  return setNewest(data, evaluator, target, state);
}

/** Sets a variable to the value that was evaluated last. */
async function setNewest(
  { newValue, variableName }: z.output<typeof setSchema>,
  evaluator: Evaluator,
  target: RelayTarget,
  state: PageState,
): Promise<CommandOutcome> {
  try {
    const { newest } = state;
    const isNewest =
      newValue.objectId === undefined
        ? newest?.shown.objectId === undefined && newest?.shown.value === newValue.value
        : newest?.shown.objectId === newValue.objectId;
    if (newest === undefined || !isNewest) {
      throw new EvaluationError('The value is not the one that was evaluated before');
    }
    await setVariable(variableName, newest.value, evaluator);
    return answerWith({});
  } catch (error) {
    const message = `${variableName} was not set: ${toEvaluationError(error).message}`;
    // The debugger ignores the error of this command.
    target.emit('Runtime.consoleAPICalled', {
      type: 'error',
      args: [{ type: 'string', value: message }],
      executionContextId: evaluator.runtime.contextId,
      timestamp: 0,
    });
    return refuse(message);
  }
}

/** Sets a property of a C# object. Names in the expression are those of the frame that the user looks at. */
function onCall(
  params: unknown,
  target: RelayTarget,
  state: PageState,
  ports: EvaluationPorts,
): CommandOutcome | Promise<CommandOutcome> {
  if (isKept(objectSchema.safeParse(params).data?.objectId ?? '')) {
    return refuse('No function can be called on an object that the page does not have.');
  }
  const { data } = callSchema.safeParse(params);
  const expression = setProperty.exec(data?.functionDeclaration ?? '')?.groups?.['expression'];
  if (data === undefined || expression === undefined) return pass;
  if (!data.objectId.startsWith('dotnet:')) return pass;
  const stop = ports.stopped.of(target);
  const seen = state.frame?.of === stop ? state.frame?.id : stop?.topFrame;
  const evaluator = openEvaluator(seen, target, state, ports);
  return inWords(async () => {
    if (evaluator === undefined) {
      throw new EvaluationError('C# objects can be changed only where the page is stopped in C#');
    }
    const value = await evaluator.evaluateText(expression);
    const name = data.arguments[0].value;
    const found = await setMember(data.objectId, name, value, evaluator);
    const result = await new Presenter(target, evaluator.runtime, state.kept).present(found);
    return answerWith({ result });
  });
}

/** Answers with the reason if there is no value, in the form in which the debug proxy reports errors. */
async function inWords(answer: () => Promise<CommandOutcome>): Promise<CommandOutcome> {
  try {
    return await answer();
  } catch (error) {
    const { message: description } = toEvaluationError(error);
    const result = { type: 'object', subtype: 'error', description, className: 'Error' };
    const place = { exceptionId: 1, text: description, lineNumber: 0, columnNumber: 0 };
    return answerWith({ result, exceptionDetails: { ...place, exception: result } });
  }
}
