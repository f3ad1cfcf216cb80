import * as z from 'zod/mini';
import type { CallFrame } from './cdp/callFrames.ts';
import type { RelayTarget } from './handler.ts';
import type { ParsedScript } from './frameworkScripts.ts';

/** A place in a script: line and column count from 0. */
export interface ScriptLocation {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** Part of the runtime's messages for an unknown function, which precede each call of a known one. */
const query = 'function handle expected';
/** Ends where the call starts. The runtime is minified, so each message is one argument at the end of a check. */
const beforeCall = new RegExp(`${query} \\$\\{\\w+\\}\`\\),`, 'g');

const matchesSchema = z.object({
  result: z.array(z.object({ lineNumber: z.number(), lineContent: z.string() })),
});

/** Whether a script is the part of the .NET runtime that calls JavaScript for C#. */
export function isRuntimeScript({ url }: Pick<ParsedScript, 'url'>): boolean {
  return /\/_framework\/dotnet\.runtime(\.[^/?#]+)?\.js([?#]|$)/.test(url);
}

/**
 * Finds where the runtime calls functions that C# imports, for both `IJSRuntime` and `[JSImport]`. The names
 * of the functions differ in each release of .NET. Resolves to an empty array for an unknown runtime.
 */
export async function findImportCalls(
  scriptId: string,
  target: Pick<RelayTarget, 'send'>,
): Promise<readonly ScriptLocation[]> {
  const answer = await target.send('Debugger.searchInContent', { scriptId, query });
  return matchesSchema.parse(answer).result.flatMap(({ lineContent, lineNumber }) =>
    [...lineContent.matchAll(beforeCall)].map(({ 0: { length }, index }) => ({
      scriptId,
      lineNumber,
      columnNumber: index + length,
    })),
  );
}

const frameSchema = z.looseObject({
  functionLocation: z.object({
    scriptId: z.string(),
    lineNumber: z.number(),
    columnNumber: z.number(),
  }),
});

/** The start of the function of a frame. */
export function functionLocation(frame: CallFrame | undefined): ScriptLocation | undefined {
  return frameSchema.safeParse(frame).data?.functionLocation;
}

/**
 * The `positions` of `Debugger.setBlackboxedRanges` for a script of which all functions are skipped but those
 * with these locations: browsers stop in a function in which a range ends.
 */
export function getBlackboxedPositions(
  scriptId: string,
  shown: readonly ScriptLocation[],
): readonly { readonly lineNumber: number; readonly columnNumber: number }[] {
  const ends = shown
    .filter((location) => location.scriptId === scriptId)
    .toSorted((a, b) => a.lineNumber - b.lineNumber || a.columnNumber - b.columnNumber)
    .flatMap(({ columnNumber, lineNumber }) => [
      { lineNumber, columnNumber: columnNumber + 1 },
      { lineNumber, columnNumber: columnNumber + 2 },
    ]);
  return [{ lineNumber: 0, columnNumber: 0 }, ...ends];
}
