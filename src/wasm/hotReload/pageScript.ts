import * as z from 'zod/mini';
import type { AssemblyUpdate } from '../../dotnet/hotReload/compilerMessages.ts';
import { runtimePreparation, type RuntimeVersion, updateFunction } from './runtimeVersions.ts';

/** The URL of the script in pages, which is hidden from debuggers. */
export const hotReloadScriptUrl = 'ide-session://hot-reload.js';

/** The function by which the script reports, as `Runtime.addBinding` creates it. */
export const reportBinding = 'ideSessionHostHotReload';

/** An update as the runtime in a page takes it. */
type Delta = Pick<
  AssemblyUpdate,
  'moduleId' | 'metadataDelta' | 'ilDelta' | 'pdbDelta' | 'updatedTypes'
>;

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
 * applies earlier ones as soon as the runtime can take them, which is before anything is rendered. It reports
 * `count` with them.
 */
export function documentScript(
  earlier: readonly AssemblyUpdate[],
  count: number,
  version: RuntimeVersion,
): string {
  return `((deltas) => {
  if (globalThis !== globalThis.top) return;
  const report = globalThis.${reportBinding};
  delete globalThis.${reportBinding};
  const apply = ${updateFunction(version)};
  const onReady = () => {
    let error;
    try {
      if (deltas.length > 0) apply(deltas);
    } catch (caught) {
      error = String(caught);
    }
    report?.(JSON.stringify({ kind: 'loaded', count: ${count}, error }));
  };
${runtimePreparation(version)}
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
export function applyExpression(
  updates: readonly AssemblyUpdate[],
  version: RuntimeVersion,
): string {
  return `(${updateFunction(version)})(${JSON.stringify(toDeltas(updates))})
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
