import * as z from 'zod/mini';

/** A frame of a paused page, as far as the relay uses it. Unknown properties are kept. */
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
  /** The previous stack, of the same form. */
  parent: z.optional(z.unknown()),
});
export type AsyncStack = z.output<typeof asyncStackSchema>;

export const pausedSchema = z.looseObject({
  reason: z.string(),
  callFrames: z.array(callFrameSchema),
  // The debug proxy sends null for missing properties.
  data: z.nullish(z.looseObject({ scriptId: z.optional(z.string()) })),
  hitBreakpoints: z.nullish(z.array(z.string())),
  asyncStackTrace: z.optional(z.unknown()),
});
export type Paused = z.output<typeof pausedSchema>;

/** Whether a frame is one of C# code, by the id that the debug proxy gives it. */
export function isCSharpFrame({ callFrameId }: CallFrame): boolean {
  return callFrameId.startsWith('dotnet:');
}

/** How the debug proxy names frames, and the scopes with their variables. */
const frameId = /^dotnet:scope:(\d+)$/;

/** The runtime's number of a C# frame, by the id of the frame or of its scope. */
export function toFrameNumber(id: string): number | undefined {
  const number = frameId.exec(id)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** How the debug proxy names objects of C#. */
const objectId = /^dotnet:object:(\d+)$/;

/** The runtime's number of an object of C#, by its id. */
export function toObjectNumber(id: string): number | undefined {
  const number = objectId.exec(id)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Whether a script is a source of C#, as the debug proxy names them; no script of a browser has such an id. */
export function isCSharpScript(scriptId: string): boolean {
  return scriptId.startsWith('dotnet://');
}
