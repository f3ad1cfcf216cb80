import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { localize } from '../../../common/localization.ts';
import { type FolderLink, openedPath } from '../../../dotnet/files/folderLink.ts';
import type { PausedRuntime } from '../evaluation/runtime/pausedRuntime.ts';
import type { ObjectValue } from '../evaluation/values/values.ts';
import { type CallFrame, isCSharpFrame } from '../relay/cdp/callFrames.ts';
import type { BlazorEnd } from './errorBoundary.ts';
import { isObject } from './fields.ts';

/** How many inner exceptions are named. */
const maxInner = 5;

const placeSchema = z.looseObject({ lineNumber: z.number(), columnNumber: z.optional(z.number()) });

/** The type and the message of an exception, and those of its inner exceptions. */
export async function describeException(
  exception: ObjectValue,
  { agent, reflection }: PausedRuntime,
): Promise<string> {
  const parts: string[] = [];
  let present: ObjectValue | undefined = exception;
  while (present !== undefined && parts.length <= maxInner) {
    const { fullName } = await agent.typeInfo(present.type);
    const message = await reflection.use('get', present, 'Message');
    parts.push(`${fullName}: ${message?.kind === 'string' ? message.value : ''}`);
    const inner = await reflection.use('get', present, 'InnerException');
    present = isObject(inner) ? inner : undefined;
  }
  return parts.join(' ---> ');
}

/** What Blazor does with the exception, in words. */
export function describeEnd(end: BlazorEnd): string {
  return end.kind === 'error boundary'
    ? localize('handled by the error boundary {name}', { name: end.name })
    : localize('not handled by an error boundary, so Blazor shows its error bar');
}

/** The C# frames in the form that debuggers expect, with places that editors link. */
export function describeStack(frames: readonly CallFrame[], link: FolderLink | undefined): string {
  return frames
    .filter((frame) => isCSharpFrame(frame))
    .map((frame) => `\n    at ${frame.functionName} (${formatPlace(frame, link)})`)
    .join('');
}

function formatPlace({ location, url }: CallFrame, link: FolderLink | undefined): string {
  const { columnNumber = 0, lineNumber } = placeSchema.parse(location);
  const file = url.startsWith('file:') ? openedPath(fileURLToPath(url), link) : url;
  return `${file}:${lineNumber + 1}:${columnNumber + 1}`;
}
