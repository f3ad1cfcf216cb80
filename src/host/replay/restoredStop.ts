import type { RecordOf } from '../../trace/schema.ts';
import { holdFunction, pageScriptUrl } from '../../wasm/debugProxy/relay/assemblyLoadsScript.ts';
import { evaluationUrl, frameworkScriptId } from '../../wasm/debugProxy/relay/frameworkScripts.ts';

type Passed = RecordOf<'passed'>;
type Script = NonNullable<Passed['loaded']>;
type Stop = NonNullable<Passed['stop']>;
type Frames = Stop['frames'][number];

// What has a placeholder ends with it, after a colon, by which KeptPlaceholders finds it again.

/** A function in which the runtime stops for the debug proxy. */
const functionForProxy = 'mono_wasm_runtime_ready';
/** The message of the exception that the debug proxy causes in pages without a runtime. */
const messageOfProxy = 'ReferenceError: getDotnetRuntime is not defined';

const functions = { 'for proxy': functionForProxy, hold: holdFunction } as const;

/** Returns the parameters of `Debugger.scriptParsed`. */
export function restoreScript({ context, kind, script, url }: Script): object {
  return {
    scriptId: kind === 'external' ? frameworkScriptId : restoreScriptId(script, kind === 'csharp'),
    url: restoreUrl(kind, url),
    executionContextId: context,
    ...(kind === 'wasm' && { scriptLanguage: 'WebAssembly' }),
  };
}

function restoreScriptId(script: string, isCSharp: boolean): string {
  return isCSharp ? `dotnet://:${script}` : script;
}

/** The relay acts on the URL by its kind. */
function restoreUrl(kind: Script['kind'], url = ''): string {
  switch (kind) {
    case 'evaluation':
      return evaluationUrl;
    case 'hold':
      return pageScriptUrl;
    case 'wasm':
      return `wasm://wasm/:${url}`;
    case 'framework':
    case 'external':
      return `http://localhost/_framework/script.js?:${url}`;
    case 'csharp':
    case 'user':
      return `source:${url}`;
  }
}

/** Returns the parameters of `Debugger.paused`. */
export function restoreStop(stop: Stop): object {
  const { frames, hits, reason } = stop;
  const all = frames.flatMap((group) => Array.from({ length: group.count }, () => group));
  return {
    reason,
    hitBreakpoints: hits.map(({ breakpoint, isCSharp = false }) =>
      restoreBreakpointId(restorePattern(breakpoint, isCSharp)),
    ),
    callFrames: all.map(restoreFrame),
    data: restoreData(stop),
  };
}

function restoreData({
  before,
  exception,
  isOfProxy,
  isUncaught,
  reason,
}: Stop): object | undefined {
  if (before !== undefined) return { scriptId: before };
  if (reason !== 'exception' && reason !== 'promiseRejection') return undefined;
  return {
    objectId: exception === undefined ? undefined : `dotnet:object:${exception}`,
    description: isOfProxy === true ? messageOfProxy : '',
    uncaught: isUncaught,
  };
}

function restoreFrame({ column, form, line, role, script }: Frames, index: number): object {
  const isCSharp = form === 'csharp';
  return {
    callFrameId: isCSharp ? `dotnet:scope:${index}` : `${index}`,
    functionName: role === undefined ? '' : functions[role],
    location: {
      scriptId: restoreScriptId(script ?? '', isCSharp),
      lineNumber: line ?? 0,
      columnNumber: column ?? 0,
    },
    url: form === 'wasm' ? 'wasm://wasm/' : '',
    scopeChain: form === 'wasm' ? [{ type: 'wasm-expression-stack' }] : [],
  };
}

/** Returns what a breakpoint is set at. */
export function restorePattern(breakpoint: string, isCSharp: boolean): string {
  return isCSharp ? `Source.cs:${breakpoint}` : breakpoint;
}

/** Returns the id that a browser gives a breakpoint. */
export function restoreBreakpointId(pattern: string): string {
  return `2:0:0:${pattern}`;
}
