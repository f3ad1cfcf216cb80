import * as z from 'zod/mini';
import { EvaluationError } from '../../evaluation/evaluationError.ts';
import { Evaluator } from '../../evaluation/evaluator.ts';
import { Presenter } from '../../evaluation/present.ts';
import { PausedRuntime } from '../../evaluation/runtime/pausedRuntime.ts';
import { setMember, setVariable } from '../../evaluation/setters.ts';
import type { Value } from '../../evaluation/values/values.ts';
import { isCSharpFrame, isCSharpScript, pausedSchema } from '../cdp/callFrames.ts';
import {
  answerWith,
  type CommandOutcome,
  pass,
  PerTarget,
  refuse,
  type RelayHandler,
  type RelayTarget,
} from '../handler.ts';

const evaluateSchema = z.object({ callFrameId: z.string(), expression: z.string() });
const scriptSchema = z.object({ scriptId: z.string(), executionContextId: z.number() });
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
const shownSchema = z.looseObject({
  objectId: z.optional(z.string()),
  value: z.optional(z.unknown()),
});

/** The function by which js-debug sets a property. */
const setProperty =
  /^function\(a\) \{ return this\[a\] = (?<expression>[^]*);\s*(?:\/\/# sourceURL=\S*\s*)?\}$/;

/** The comment that js-debug appends to expressions. */
const sourceComment = /\s*\/\/# sourceURL=\S*\s*$/;

/** What is known of a page. */
class PageState {
  /** The execution context of the runtime. */
  contextId: number | undefined;
  runtime: PausedRuntime | undefined;
  /** The id of the innermost frame. */
  topFrame: string | undefined;
  /** The newest value, and how it was shown: the debugger assigns what it has evaluated. */
  newest: { readonly value: Value; readonly shown: z.output<typeof shownSchema> } | undefined;
}

/** Evaluates C# at a stop, and sets variables, since the debug proxy evaluates few expressions and sets numbers only. */
export function evaluationHandler(): RelayHandler {
  const states = new PerTarget(() => new PageState());
  return {
    name: 'evaluation',
    commands: {
      'Debugger.evaluateOnCallFrame': ({ params }, target) =>
        onEvaluate(params, target, states.of(target)),
      'Debugger.setVariableValue': ({ params }, target) =>
        onSetVariable(params, target, states.of(target)),
      'Runtime.callFunctionOn': ({ params }, target) => onCall(params, target, states.of(target)),
    },
    events: {
      'Debugger.scriptParsed': ({ params }, target) => {
        const { data } = scriptSchema.safeParse(params);
        if (data !== undefined && isCSharpScript(data.scriptId)) {
          states.of(target).contextId = data.executionContextId;
        }
        return pass;
      },
      'Debugger.paused': ({ params }, target) => {
        const [frame] = pausedSchema.safeParse(params).data?.callFrames ?? [];
        const state = states.of(target);
        state.runtime?.goOn();
        state.topFrame = frame && isCSharpFrame(frame) ? frame.callFrameId : undefined;
        return pass;
      },
      'Debugger.resumed': (_, target) => {
        states.of(target).runtime?.goOn();
        return pass;
      },
      'Runtime.executionContextsCleared': (_, target) => {
        const state = states.of(target);
        state.contextId = undefined;
        state.runtime = undefined;
        state.newest = undefined;
        return pass;
      },
    },
  };
}

/** The evaluator of a C# frame; `undefined` for other frames, and where the runtime is not known. */
function openEvaluator(
  callFrameId: string | undefined,
  target: RelayTarget,
  state: PageState,
): Evaluator | undefined {
  const frameId = /^dotnet:scope:(\d+)$/.exec(callFrameId ?? '')?.[1];
  if (frameId === undefined || state.contextId === undefined) return undefined;
  state.runtime ??= new PausedRuntime(target, state.contextId);
  return new Evaluator(state.runtime, state.runtime.frame(Number(frameId)));
}

function onEvaluate(
  params: unknown,
  target: RelayTarget,
  state: PageState,
): CommandOutcome | Promise<CommandOutcome> {
  const { data } = evaluateSchema.safeParse(params);
  const evaluator = openEvaluator(data?.callFrameId, target, state);
  if (data === undefined || evaluator === undefined) return pass;
  return inWords(async () => {
    const value = await evaluator.evaluateText(data.expression.replace(sourceComment, ''));
    const result = await new Presenter(target, evaluator.runtime).present(value);
    state.newest = { value, shown: shownSchema.parse(result) };
    return answerWith({ result });
  });
}

function onSetVariable(
  params: unknown,
  target: RelayTarget,
  state: PageState,
): CommandOutcome | Promise<CommandOutcome> {
  const { data } = setSchema.safeParse(params);
  const evaluator = openEvaluator(data?.callFrameId, target, state);
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
    if (!(error instanceof EvaluationError)) throw error;
    const message = `${variableName} was not set: ${error.message}`;
    // The debugger ignores the error of this command.
    target.emit('Runtime.consoleAPICalled', {
      type: 'error',
      args: [{ type: 'string', value: message }],
      executionContextId: state.contextId,
      timestamp: 0,
    });
    return refuse(message);
  }
}

/** Sets a property of a C# object. */
function onCall(
  params: unknown,
  target: RelayTarget,
  state: PageState,
): CommandOutcome | Promise<CommandOutcome> {
  const { data } = callSchema.safeParse(params);
  const expression = setProperty.exec(data?.functionDeclaration ?? '')?.groups?.['expression'];
  const evaluator = openEvaluator(state.topFrame, target, state);
  if (data === undefined || expression === undefined || evaluator === undefined) return pass;
  if (!data.objectId.startsWith('dotnet:')) return pass;
  return inWords(async () => {
    const value = await evaluator.evaluateText(expression);
    const name = data.arguments[0].value;
    const found = await setMember(data.objectId, name, value, evaluator);
    const result = await new Presenter(target, evaluator.runtime).present(found);
    return answerWith({ result });
  });
}

/** Answers with the reason if there is no value, in the form in which the debug proxy reports errors. */
async function inWords(answer: () => Promise<CommandOutcome>): Promise<CommandOutcome> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const { message: description } = error;
    const result = { type: 'object', subtype: 'error', description, className: 'Error' };
    const place = { exceptionId: 1, text: description, lineNumber: 0, columnNumber: 0 };
    return answerWith({ result, exceptionDetails: { ...place, exception: result } });
  }
}
