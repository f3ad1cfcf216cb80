import * as z from 'zod/mini';
import type { AssemblyUpdate } from '../../dotnet/hotReload/compilerMessages.ts';

/** The URL of the script in pages, which is hidden from debuggers. */
export const hotReloadScriptUrl = 'ide-session://hot-reload.js';

/** The function by which the script reports, as `Runtime.addBinding` creates it. */
export const reportBinding = 'ideSessionHostHotReload';

/** An update as the runtime in a page takes it. */
type Delta = Pick<
  AssemblyUpdate,
  'moduleId' | 'metadataDelta' | 'ilDelta' | 'pdbDelta' | 'updatedTypes'
>;

/** How much the runtime tells about an update: warnings and errors. */
const loggingLevel = 0;

/** In pages, the script with this name asks for hot reload (.NET 10, Microsoft.DotNet.HotReload.WebAssembly.Browser). */
const marker = 'aspnetcore-browser-refresh';

function toDeltas(updates: readonly AssemblyUpdate[]): readonly Delta[] {
  return updates.map(({ moduleId, metadataDelta, ilDelta, pdbDelta, updatedTypes }) => ({
    moduleId,
    metadataDelta,
    ilDelta,
    pdbDelta,
    updatedTypes,
  }));
}

/**
 * Returns a script that runs in each document before its own scripts. It makes the runtime accept updates, and
 * applies earlier ones as soon as the runtime can take them, which is before the app's own code runs. It reports
 * `count` with them.
 */
export function documentScript(earlier: readonly AssemblyUpdate[], count: number): string {
  return `((deltas) => {
  if (globalThis !== globalThis.top) return;
  const report = globalThis.${reportBinding};
  delete globalThis.${reportBinding};
  const mark = () => {
    if (!document.documentElement) return false;
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.setAttribute('src', 'data:,${marker}');
    document.documentElement.append(script);
    return true;
  };
  if (!mark()) {
    const observer = new MutationObserver(() => mark() && observer.disconnect());
    observer.observe(document, { childList: true });
  }
  /** Calls back with the value of a property when it is set. */
  const whenSet = (object, name, then) => {
    if (object[name] !== undefined) return then(object[name]);
    let value;
    Object.defineProperty(object, name, {
      configurable: true,
      enumerable: true,
      get: () => value,
      set(next) {
        value = next;
        if (next !== undefined && next !== null) then(next);
      },
    });
  };
  const onReady = (apply) => {
    let error;
    try {
      if (deltas.length > 0) apply(deltas, ${loggingLevel});
    } catch (caught) {
      error = String(caught);
    }
    report?.(JSON.stringify({ kind: 'loaded', count: ${count}, error }));
  };
  whenSet(globalThis, 'Blazor', (blazor) =>
    whenSet(blazor, '_internal', (internal) => whenSet(internal, 'applyHotReloadDeltas', onReady)));
})(${JSON.stringify(toDeltas(earlier))});
//# sourceURL=${hotReloadScriptUrl}`;
}

const reportSchema = z.object({
  kind: z.literal('loaded'),
  count: z.number(),
  error: z.optional(z.string()),
});

/** A runtime that can take updates, and whether it failed to apply the earlier ones. */
export type PageReport = Readonly<z.output<typeof reportSchema>>;

/** Parses what the script reports; `undefined` for calls by the page's own code. */
export function parsePageReport(payload: string): PageReport | undefined {
  try {
    return reportSchema.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}

/** Returns an expression that applies updates. It throws if the runtime can't. */
export function applyExpression(updates: readonly AssemblyUpdate[]): string {
  return `globalThis.Blazor._internal.applyHotReloadDeltas(${JSON.stringify(toDeltas(updates))}, ${loggingLevel})
//# sourceURL=${hotReloadScriptUrl}`;
}

/** Returns an expression with the changes that the runtime accepts, separated by spaces. */
export const capabilitiesExpression =
  'globalThis.Blazor?._internal?.getApplyUpdateCapabilities?.() ?? ""';

const entriesSchema = z.array(z.object({ message: z.string() }));
const evaluationSchema = z.object({
  result: z.optional(z.object({ value: z.optional(z.unknown()) })),
  exceptionDetails: z.optional(
    z.object({
      text: z.optional(z.string()),
      exception: z.optional(z.object({ description: z.optional(z.string()) })),
    }),
  ),
});

/** What came of applying updates in a page. */
export type Application =
  /** `warnings` are those of the app's own handlers. */
  | { readonly kind: 'applied'; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Reads the result of an evaluation of {@link capabilitiesExpression}. */
export function readCapabilities(result: unknown): readonly string[] {
  const value = evaluationSchema.safeParse(result).data?.result?.value;
  return typeof value === 'string' ? value.split(/\s+/).filter((name) => name !== '') : [];
}

/** The runtime's message that it found no server with earlier updates. There is none. */
const noServer = /^Failed to retrieve and apply previous deltas/;

/** Reads the result of an evaluation of {@link applyExpression}, or of one without a value. */
export function readApplication(result: unknown): Application {
  const { data } = evaluationSchema.safeParse(result);
  const failure = data?.exceptionDetails;
  if (failure !== undefined) {
    const text = failure.exception?.description ?? failure.text ?? '';
    return { kind: 'refused', reason: text.split('\n')[0] ?? '' };
  }
  const entries = entriesSchema.safeParse(data?.result?.value).data ?? [];
  const warnings = entries.map(({ message }) => message).filter((text) => !noServer.test(text));
  return { kind: 'applied', warnings };
}
