// Messages recorded between js-debug 1.117, the debug proxy of .NET 10.0.12 and Chromium 156,
// shortened.

const origin = 'http://127.0.0.1:5000';

interface Frame {
  readonly callFrameId: string;
  readonly functionName: string;
  readonly location: { readonly scriptId: string; readonly lineNumber: number };
  readonly url: string;
  readonly scopeChain: readonly object[];
}

function script(scriptId: string, url: string, more: object = {}) {
  const params = {
    scriptId,
    url,
    startLine: 0,
    startColumn: 0,
    endLine: 4,
    endColumn: 0,
    executionContextId: 2,
    hash: '41b9eaad',
    executionContextAuxData: { isDefault: true, type: 'default', frameId: 'F0D8' },
    sourceMapURL: '',
    scriptLanguage: 'JavaScript',
    ...more,
  };
  return { method: 'Debugger.scriptParsed', params, sessionId: 'A' };
}

/** The scripts that a page loads, as the browser announces them. */
export const scripts = {
  runtime: script('182', `${origin}/_framework/dotnet.runtime.v06hirbjsv.js`, {
    sourceMapURL: 'dotnet.runtime.js.map',
    isModule: true,
  }),
  native: script('181', `${origin}/_framework/dotnet.native.b6l13xorvf.js`),
  wasm: script('184', `${origin}/_framework/dotnet.native.rw4kynp763.wasm`, {
    scriptLanguage: 'WebAssembly',
    codeOffset: 26069,
  }),
  compiled: script('190', 'wasm://wasm/7d2a81', { scriptLanguage: 'WebAssembly' }),
  blazor: script('175', `${origin}/_framework/blazor.webassembly.w3qd1tpl0e.js`),
  evaluation: script('185', 'cdp://debug/eval.cdp', { hasSourceURL: true }),
  anonymous: script('186', ''),
  ofUser: script('187', `${origin}/js.js`, { sourceMapURL: 'js.js.map' }),
  wasmOfUser: script('188', `${origin}/lib/sqlite.wasm`, { scriptLanguage: 'WebAssembly' }),
  csharp: script('dotnet://199_4', 'file:///srv/BlazorApp/Pages/Counter.razor', {
    dotNetUrl: 'dotnet://BlazorApp.dll//srv/BlazorApp/Pages/Counter.razor',
  }),
} as const;

function frame(functionName: string, scriptId: string, scope: string): Frame {
  return {
    callFrameId: scriptId.startsWith('dotnet') ? 'dotnet:scope:1' : `67760.2.${scriptId}`,
    functionName,
    location: { scriptId, lineNumber: 2 },
    url: '',
    scopeChain: [{ type: scope, object: { type: 'object', objectId: '67760.2.80' } }],
  };
}

export const frames = {
  handler: frame('BlazorApp.Pages.Counter.IncrementCount', 'dotnet://199_4', 'local'),
  invoke: frame('Module._mono_wasm_invoke_jsexport', '181', 'local'),
  runtime: frame('kn', '182', 'local'),
  blazor: frame('T.onGlobalEvent', '175', 'local'),
  wasm: frame('$mono_interp_exec_method', '184', 'wasm-expression-stack'),
  compiled: { ...frame('', '999', 'wasm-expression-stack'), url: 'wasm://wasm/7d2a82' },
  greet: frame('window.greet', '187', 'local'),
} as const;

/** A stop as the proxy reports it, with null for missing values. */
export function paused(callFrames: readonly object[], more: object = {}) {
  const params = { callFrames, reason: 'other', data: null, hitBreakpoints: [], ...more };
  return { method: 'Debugger.paused', params, sessionId: 'A' };
}

export const resumed = { method: 'Debugger.resumed', params: {}, sessionId: 'A' };
export const cleared = { method: 'Runtime.executionContextsCleared', params: {}, sessionId: 'A' };
