import * as z from 'zod/mini';
import { pollUntil, type Clock } from '../../common/clock.ts';
import type { Page } from '../../browser/page/page.ts';

const runtimeSchema = z.object({
  /** The version of .NET. */
  productVersion: z.optional(z.string()),
  /** Whether the runtime accepts commands of a debugger. */
  isReady: z.boolean(),
  /** Not 0 if assemblies can be debugged; absent in published apps. */
  debugLevel: z.optional(z.number()),
  mainAssemblyName: z.optional(z.string()),
  /** The file names of the assemblies, without fingerprints. */
  assemblies: z.array(z.string()),
  /** The file names of the symbol files (.pdb). */
  symbols: z.array(z.string()),
});

const serviceWorkersSchema = z.object({
  scopes: z.array(z.string()),
  /** Whether one controls this page, so that it may receive outdated files. */
  isControlled: z.boolean(),
});

/** The .NET runtime of a page. */
type DotnetRuntime = Readonly<z.output<typeof runtimeSchema>>;

/** The service workers of the page's origin. */
type ServiceWorkers = Readonly<z.output<typeof serviceWorkersSchema>>;

/** The state of .NET in a page. */
export interface WasmPageState {
  /** `undefined` if no runtime has started. */
  readonly runtime: DotnetRuntime | undefined;
  /** `undefined` if unknown: the page is paused, or not a secure context. */
  readonly serviceWorkers: ServiceWorkers | undefined;
}

/** How long the page may take to list its service workers, in milliseconds. It can't while it is paused. */
const serviceWorkersLimit = 1_000;

/** Since .NET 10, resources are lists of files; before, file names were keys. */
const runtimeScript = `(() => {
  const runtime = globalThis.getDotnetRuntime?.(0);
  if (!runtime) return null;
  const config = runtime.getConfig?.() ?? {};
  const resources = config.resources ?? {};
  const names = (group) => Array.isArray(group)
    ? group.map((file) => file.virtualPath ?? file.name)
    : Object.keys(group ?? {});
  return {
    productVersion: runtime.runtimeBuildInfo?.productVersion,
    isReady: runtime.INTERNAL?.mono_wasm_runtime_is_ready === true,
    debugLevel: config.debugLevel,
    mainAssemblyName: config.mainAssemblyName,
    assemblies: [...names(resources.coreAssembly), ...names(resources.assembly)],
    symbols: [...names(resources.corePdb), ...names(resources.pdb)],
  };
})()`;

const serviceWorkersScript = `(async () => {
  const container = navigator.serviceWorker;
  if (!container) return null;
  const registrations = await container.getRegistrations();
  return { scopes: registrations.map(({ scope }) => scope), isControlled: !!container.controller };
})()`;

/** How long a page may take to start its runtime, in milliseconds. */
const startLimit = 10_000;
/** How long a runtime may take to be ready for a debugger, in milliseconds. That of a published app never is. */
const readyLimit = 3_000;

/** Resolves to whether the runtime of a page accepts commands of a debugger, up to a timeout or until the signal is aborted. */
export async function untilRuntimeIsReady(
  page: Page,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  const began = clock.elapsed();
  let upAfter: number | undefined;
  const isReady = async (): Promise<boolean> => {
    const runtime = await page.evaluate(runtimeScript, z.nullable(runtimeSchema)).catch(() => null);
    if (runtime !== null) upAfter ??= clock.elapsed() - began;
    return runtime?.isReady === true;
  };
  const limit = (): number => (upAfter === undefined ? startLimit : upAfter + readyLimit);
  return pollUntil(clock, () => (signal.aborted ? 0 : limit()), isReady);
}

/** Queries whether a page runs .NET and how it was loaded, even while it is paused. */
export async function runtimeState(page: Page): Promise<WasmPageState> {
  const [runtime, serviceWorkers] = await Promise.all([
    page.evaluate(runtimeScript, z.nullable(runtimeSchema)),
    page
      .evaluatePromise(serviceWorkersScript, z.nullable(serviceWorkersSchema), serviceWorkersLimit)
      .catch(() => null),
  ]);
  return { runtime: runtime ?? undefined, serviceWorkers: serviceWorkers ?? undefined };
}
