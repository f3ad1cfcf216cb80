import * as z from 'zod/mini';
import {
  passedConsoles,
  passedFailures,
  passedForms,
  passedMethods,
  passedSteps,
  passedWays,
} from '../launch/passedMessages.ts';
import { passedScript, passedStop } from './askedRecord.ts';
import { count, createChooser, placeholders } from './values.ts';

// What traces have of messages about pages and breakpoints: what a debug relay acts on, without texts.

/** What a debugger can be attached to. */
const targetTypes = [
  ...(['page', 'iframe', 'worker', 'service_worker', 'shared_worker', 'browser', 'tab'] as const),
  ...(['webview', 'worklet', 'other'] as const),
] as const;

/** At which exceptions a page stops. */
const exceptionStates = ['none', 'caught', 'uncaught', 'all', 'other'] as const;

const { breakpoint, session, target } = placeholders;

/** What a record of a message has. */
export const passedFields = {
  session,
  /** The number of the relay in the trace. */
  relay: count,
  way: z.enum(passedWays),
  form: z.enum(passedForms),
  /** An answer has that of its command. */
  method: z.enum(passedMethods),
  /** Whether promises had no chance since the last message that reached the relay. */
  isJoined: z.optional(z.boolean()),
  target: z.optional(target),
  /** The id of a command of the debugger, or the number of one of the relay. */
  command: z.optional(count),
  own: z.optional(count),
  /** The target that is attached or detached. */
  opened: z.optional(target),
  type: z.optional(z.enum(targetTypes)),
  breakpoint: z.optional(breakpoint),
  /** At which exceptions the page stops. */
  state: z.optional(z.enum(exceptionStates)),
  failure: z.optional(z.enum(passedFailures)),
  /** Whether the breakpoint is in a source of C#. */
  isCSharp: z.optional(z.boolean()),
  /** The execution context. */
  context: z.optional(z.int()),
  loaded: z.optional(passedScript),
  stop: z.optional(passedStop),
  /** How the page goes on. */
  step: z.optional(z.enum(passedSteps)),
  /** Whether a resume only makes the proxy forget its last stop. */
  isForgetting: z.optional(z.boolean()),
  /** The end of a load of an assembly, or a log message of a breakpoint. */
  console: z.optional(z.enum(passedConsoles)),
};

export const toTargetType = createChooser(targetTypes);
export const toExceptionState = createChooser(exceptionStates);
