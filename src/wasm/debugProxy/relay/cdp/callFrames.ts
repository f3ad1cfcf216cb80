import * as z from 'zod/mini';

/** What the relay needs to know of a frame of a paused page; the rest stays as it is. */
const callFrameSchema = z.looseObject({
  callFrameId: z.string(),
  functionName: z.string(),
  location: z.looseObject({ scriptId: z.string() }),
  url: z.string(),
  scopeChain: z.array(z.looseObject({ type: z.string() })),
});
export type CallFrame = z.output<typeof callFrameSchema>;

export const asyncStackSchema = z.looseObject({
  callFrames: z.array(z.looseObject({ scriptId: z.string(), url: z.string() })),
  /** The stack before, of the same form. */
  parent: z.optional(z.unknown()),
});
export type AsyncStack = z.output<typeof asyncStackSchema>;

export const pausedSchema = z.looseObject({
  reason: z.string(),
  callFrames: z.array(callFrameSchema),
  // The debug proxy says null for what is not there.
  data: z.nullish(z.looseObject({ scriptId: z.optional(z.string()) })),
  hitBreakpoints: z.nullish(z.array(z.string())),
  asyncStackTrace: z.optional(z.unknown()),
});
export type Paused = z.output<typeof pausedSchema>;

/** Whether a frame is of C# code, as the debug proxy names them. */
export function isCSharpFrame({ callFrameId }: CallFrame): boolean {
  return callFrameId.startsWith('dotnet:');
}
