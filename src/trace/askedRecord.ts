import * as z from 'zod/mini';
import { count, createChooser, placeholders } from './values.ts';

// What traces have of stops in a page: scripts, stacks, and what decides about them, without sources and values.

const { address, breakpoint, expression, script, session, target } = placeholders;

/** What a script is to a debug relay. */
const scriptKinds = [
  ...(['csharp', 'user', 'framework', 'wasm', 'evaluation', 'hold', 'external'] as const),
] as const;

/** Why a page has stopped. */
const pauseReasons = [
  ...(['step', 'exception', 'promiseRejection', 'instrumentation', 'debugCommand'] as const),
  ...(['assert', 'ambiguous', 'DOM', 'EventListener', 'XHR', 'OOM', 'CSPViolation'] as const),
  'other',
] as const;

/** How a hit count is compared. */
const hitSigns = ['==', '>=', '<=', '>', '<', '%', 'other'] as const;

/** A script that a page has loaded. */
export const passedScript = z.strictObject({
  script,
  kind: z.enum(scriptKinds),
  url: z.optional(address),
  context: z.optional(z.int()),
});

/** Adjacent frames in one script, and where the innermost one is. */
const passedFrames = z.strictObject({
  form: z.enum(['csharp', 'script', 'wasm', 'external']),
  count,
  script: z.optional(script),
  line: z.optional(z.int()),
  column: z.optional(z.int()),
  role: z.optional(z.enum(['for proxy', 'hold'])),
});

/** Why and where a page has stopped. */
export const passedStop = z.strictObject({
  reason: z.enum(pauseReasons),
  hits: z.array(z.strictObject({ breakpoint, isCSharp: z.optional(z.boolean()) })),
  frames: z.array(passedFrames),
  exception: z.optional(count),
  isUncaught: z.optional(z.boolean()),
  isOfProxy: z.optional(z.boolean()),
  before: z.optional(script),
});

/** What a record of something that a debug relay has found out has. */
export const askedFields = {
  session,
  /** The number of the relay in the trace. */
  relay: count,
  target: z.optional(target),
  question: z.enum(['breakpoint', 'condition', 'message', 'thrower', 'end', 'text']),
  answer: z.enum([
    ...(['texts', 'none', 'true', 'false', 'done', 'failed', 'gone'] as const),
    ...(['user', 'compiler', 'framework', 'caught', 'uncaught', 'external'] as const),
  ]),
  breakpoint: z.optional(breakpoint),
  condition: z.optional(expression),
  message: z.optional(expression),
  /** The hit count of a log message. */
  hits: z.optional(z.strictObject({ sign: z.enum(hitSigns), number: count })),
};

export const toPauseReason = createChooser(pauseReasons);
export const toHitSign = createChooser(hitSigns);
