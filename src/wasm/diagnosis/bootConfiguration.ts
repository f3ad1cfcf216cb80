import * as z from 'zod/mini';

/** A file that the boot configuration names. */
interface BootFile {
  /** The name without folder, fingerprint and extension. */
  readonly name: string;
  /** As it is requested, below `_framework/`. */
  readonly file: string;
}

/** What a page's .NET runtime is told to load, as far as debugging goes. */
export interface BootConfiguration {
  readonly mainAssembly: string | undefined;
  /** 0 is off, -1 is on, more is on and talkative; published apps have none or 0. */
  readonly debugLevel: number | undefined;
  /** Whether the SDK noted that unused code was removed, which happens in publishing only. */
  readonly isTrimmed: boolean;
  readonly assemblies: readonly BootFile[];
  /** The names of those that are loaded only when the app asks for them. */
  readonly lazyAssemblies: readonly string[];
  readonly symbols: readonly BootFile[];
}

/** Files are listed as objects, or (up to .NET 9) as names with hashes. */
const fileList = z.optional(
  z.nullable(
    z.union([
      z.array(z.looseObject({ name: z.string(), virtualPath: z.optional(z.string()) })),
      z.record(z.string(), z.unknown()),
    ]),
  ),
);
const nothingOr = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema));

const bootSchema = z.looseObject({
  mainAssemblyName: nothingOr(z.string()),
  entryAssembly: nothingOr(z.string()),
  debugLevel: nothingOr(z.number()),
  debugBuild: nothingOr(z.boolean()),
  linkerEnabled: nothingOr(z.boolean()),
  resources: z.looseObject({
    fingerprinting: nothingOr(z.record(z.string(), z.string())),
    coreAssembly: fileList,
    assembly: fileList,
    lazyAssembly: fileList,
    corePdb: fileList,
    pdb: fileList,
  }),
});
type Resources = z.infer<typeof bootSchema>['resources'];

/**
 * Parses any of its forms: `dotnet.boot.js`, inlined in `dotnet.js` (.NET 10), `blazor.boot.json` and
 * the like (before .NET 10). Gives nothing for other text, such as a `dotnet.js` of before.
 */
export function parseBootConfiguration(text: string): BootConfiguration | undefined {
  const json = parseJson(jsonIn(text));
  const { data } = bootSchema.safeParse(json);
  if (data === undefined) return undefined;
  const { resources } = data;
  const main = data.mainAssemblyName ?? data.entryAssembly ?? undefined;
  const lazy = filesOf('lazyAssembly', resources);
  const isSymbols = ({ file }: BootFile): boolean => /\.pdb$/i.test(file);
  const lazyAssemblies = lazy.filter((file) => !isSymbols(file));
  return {
    mainAssembly: main === undefined ? undefined : bareName(main),
    debugLevel: data.debugLevel ?? (data.debugBuild === true ? -1 : undefined),
    isTrimmed: data.linkerEnabled === true,
    assemblies: [
      ...filesOf('coreAssembly', resources),
      ...filesOf('assembly', resources),
      ...lazyAssemblies,
    ],
    lazyAssemblies: lazyAssemblies.map(({ name }) => name),
    symbols: [
      ...filesOf('corePdb', resources),
      ...filesOf('pdb', resources),
      ...lazy.filter(isSymbols),
    ],
  };
}

/** Whether the runtime is told to be debugged. */
export function isDebuggingOn({ debugLevel }: BootConfiguration): boolean {
  return debugLevel !== undefined && debugLevel !== 0;
}

function filesOf(
  list: 'coreAssembly' | 'assembly' | 'lazyAssembly' | 'corePdb' | 'pdb',
  resources: Resources,
): readonly BootFile[] {
  const files = resources[list] ?? [];
  if (Array.isArray(files)) {
    return files.map(({ name, virtualPath }) => ({
      name: bareName(virtualPath ?? name),
      file: name,
    }));
  }
  return Object.keys(files).map((file) => ({
    name: bareName(resources.fingerprinting?.[file] ?? file),
    file,
  }));
}

/** Names of assemblies have dots themselves, so only the known extensions go. */
function bareName(path: string): string {
  return path.replace(/^.*\//, '').replace(/(\.(dll|wasm|pdb))(\.\w+)?$/i, '');
}

/** Where the configuration's JSON is in a script or is the whole text. */
function jsonIn(text: string): string {
  const [, marked] = /\/\*json-start\*\/(.*)\/\*json-end\*\//s.exec(text) ?? [];
  if (marked !== undefined) return marked;
  const [, exported] = /^\s*export\s+const\s+config\s*=\s*(\{.*\})\s*;?\s*$/s.exec(text) ?? [];
  return exported ?? text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
