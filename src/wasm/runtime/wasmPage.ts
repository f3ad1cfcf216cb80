import * as z from 'zod/mini';
import { pollUntil, type Clock } from '../../common/clock.ts';
import type { Page } from '../../browser/page/page.ts';

const runtimeSchema = z.object({
  /** The version of .NET. */
  productVersion: z.optional(z.string()),
  /** Whether the runtime takes a debugger's commands. */
  isReady: z.boolean(),
  /** Not 0 where assemblies can be debugged; a published app has none. */
  debugLevel: z.optional(z.number()),
  mainAssemblyName: z.optional(z.string()),
  /** The file names of the assemblies, as projects know them. */
  assemblies: z.array(z.string()),
  /** The file names of the symbol files (.pdb). */
  symbols: z.array(z.string()),
});

const serviceWorkersSchema = z.object({
  scopes: z.array(z.string()),
  /** Whether one answers the requests of this page, so that it may be served old files. */
  isControlled: z.boolean(),
});

/** A .NET runtime in a page, as it describes itself. */
type DotnetRuntime = Readonly<z.output<typeof runtimeSchema>>;

/** The service workers of a page's site. */
type ServiceWorkers = Readonly<z.output<typeof serviceWorkersSchema>>;

/** What a page has of .NET. */
export interface WasmPageState {
  /** Missing where no runtime has come up yet. */
  readonly runtime: DotnetRuntime | undefined;
  /** Missing where it can't be known: the page is paused, or its site is not a safe one. */
  readonly serviceWorkers: ServiceWorkers | undefined;
}

/** How long the page may take to list its service workers, in milliseconds; it can't while it is paused. */
const serviceWorkersLimit = 1_000;

/** Since .NET 10 resources are lists of files; before, a file's name was a key. */
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

/** How long a page may take to bring its runtime up, in milliseconds. */
const startLimit = 10_000;
/** How long a runtime may take to be ready for a debugger, in milliseconds; that of a published app never is. */
const readyLimit = 3_000;

/** Waits, within bounds and until the signal, for the runtime of a page to take a debugger's commands. */
export async function untilRuntimeIsReady(
  page: Page,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const began = clock.elapsed();
  let upAfter: number | undefined;
  const isReady = async (): Promise<boolean> => {
    const runtime = await page.evaluate(runtimeScript, z.nullable(runtimeSchema)).catch(() => null);
    if (runtime !== null) upAfter ??= clock.elapsed() - began;
    return runtime?.isReady === true;
  };
  const limit = (): number => (upAfter === undefined ? startLimit : upAfter + readyLimit);
  await pollUntil(clock, () => (signal.aborted ? 0 : limit()), isReady);
}

/** Asks a page whether it runs .NET and how it was loaded; works while the page is paused. */
export async function runtimeState(page: Page): Promise<WasmPageState> {
  const [runtime, serviceWorkers] = await Promise.all([
    page.evaluate(runtimeScript, z.nullable(runtimeSchema)),
    page
      .evaluatePromise(serviceWorkersScript, z.nullable(serviceWorkersSchema), serviceWorkersLimit)
      .catch(() => null),
  ]);
  return { runtime: runtime ?? undefined, serviceWorkers: serviceWorkers ?? undefined };
}
