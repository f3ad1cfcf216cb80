import * as z from 'zod/mini';
import type { PassedFrames, PassedScript, PassedStop } from '../../../../processes/stopMessages.ts';
import { holdFunction, pageScriptUrl } from '../assemblyLoadsScript.ts';
import { classify, frameworkScriptId, scriptSchema } from '../frameworkScripts.ts';
import { externalFrameId } from '../handlers/stacks.ts';
import { isForProxy, isOfProxy } from '../handlers/steps/runtimeSteps.ts';
import { toBreakpoint } from './passedFacts.ts';
import {
  type CallFrame,
  isCSharpFrame,
  isCSharpScript,
  type Paused,
  pausedSchema,
  toObjectNumber,
} from './callFrames.ts';

/** How many groups of frames are told. */
const maxFrames = 100;

const placeSchema = z.object({ lineNumber: z.int(), columnNumber: z.optional(z.int()) });
const exceptionSchema = z.object({
  objectId: z.optional(z.string()),
  uncaught: z.optional(z.boolean()),
});

/** Reads what is told of `Debugger.scriptParsed`. */
export function readScript(params: unknown): PassedScript | undefined {
  const { data } = scriptSchema.safeParse(params);
  if (data === undefined) return undefined;
  const { executionContextId: context, scriptId: script, url } = data;
  return { script, kind: toKind(data), url, ...(context !== undefined && { context }) };
}

function toKind(script: z.output<typeof scriptSchema>): PassedScript['kind'] {
  if (script.scriptId === frameworkScriptId) return 'external';
  if (script.url === pageScriptUrl) return 'hold';
  return classify(script) ?? (isCSharpScript(script.scriptId) ? 'csharp' : 'user');
}

/** Reads what is told of `Debugger.paused`. */
export function readStop(params: unknown): PassedStop | undefined {
  const { data: paused } = pausedSchema.safeParse(params);
  if (paused === undefined) return undefined;
  return {
    reason: paused.reason,
    hits: (paused.hitBreakpoints ?? []).map(toBreakpoint),
    frames: readFrames(paused),
    ...readData(paused),
  };
}

function readData({ data, reason }: Paused): Partial<PassedStop> {
  if (data === undefined || data === null) return {};
  if (reason === 'instrumentation') {
    return data.scriptId === undefined ? {} : { before: data.scriptId };
  }
  const { objectId, uncaught } = exceptionSchema.safeParse(data).data ?? {};
  const exception = toObjectNumber(objectId ?? '');
  return {
    ...(exception !== undefined && { exception }),
    ...(uncaught !== undefined && { isUncaught: uncaught }),
    ...(isOfProxy(data['description']) && { isOfProxy: true }),
  };
}

function readFrames(paused: Paused): readonly PassedFrames[] {
  const groups: (PassedFrames & { count: number })[] = [];
  for (const frame of paused.callFrames) {
    const form = toForm(frame);
    const { scriptId } = frame.location;
    const last = groups.at(-1);
    if (last?.form === form && (form === 'external' || last.script === scriptId)) last.count++;
    else if (groups.length === maxFrames) break;
    else groups.push({ form, count: 1, ...(form !== 'external' && readPlace(frame)) });
  }
  const [top, ...rest] = groups;
  const role = toRole(paused);
  return top === undefined || role === undefined ? groups : [{ ...top, role }, ...rest];
}

function readPlace({ location }: CallFrame): Pick<PassedFrames, 'script' | 'line' | 'column'> {
  const { columnNumber: column, lineNumber: line } = placeSchema.safeParse(location).data ?? {};
  return {
    script: location.scriptId,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}

function toForm(frame: CallFrame): PassedFrames['form'] {
  if (frame.callFrameId === externalFrameId) return 'external';
  if (isCSharpFrame(frame)) return 'csharp';
  return frame.url.startsWith('wasm://') ? 'wasm' : 'script';
}

function toRole(paused: Paused): PassedFrames['role'] {
  if (isForProxy(paused)) return 'for proxy';
  return paused.callFrames[0]?.functionName === holdFunction ? 'hold' : undefined;
}
