import * as z from 'zod/mini';

/** A file in the boot configuration. */
interface BootFile {
  /** The name without folder, fingerprint and extension. */
  readonly name: string;
  /** The requested file below `_framework/`. */
  readonly file: string;
}

/** The parts of a boot configuration that are relevant to debugging. */
export interface BootConfiguration {
  readonly mainAssembly: string | undefined;
  /** 0 disables debugging, -1 enables it, positive values also enable logging. Absent or 0 in published apps. */
  readonly debugLevel: number | undefined;
  /** Whether the app was trimmed, which happens in publishing only. */
  readonly isTrimmed: boolean;
  readonly assemblies: readonly BootFile[];
  /** The names of those that are loaded only when the app asks for them. */
  readonly lazyAssemblies: readonly string[];
  readonly symbols: readonly BootFile[];
}

/** Files are objects, or names with hashes before .NET 10. */
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
 * Parses all formats: `dotnet.boot.js`, inlined in `dotnet.js` (.NET 10), and `blazor.boot.json` (before .NET
 * 10). Returns `undefined` for other text, such as an older `dotnet.js`.
 */
export function parseBootConfiguration(text: string): BootConfiguration | undefined {
  const json = parseJson(jsonIn(text));
  const { data } = bootSchema.safeParse(json);
  if (data === undefined) return undefined;
  const { resources } = data;
  const main = data.mainAssemblyName ?? data.entryAssembly ?? undefined;
  const lazy = getFiles('lazyAssembly', resources);
  const isSymbols = ({ file }: BootFile): boolean => /\.pdb$/i.test(file);
  const lazyAssemblies = lazy.filter((file) => !isSymbols(file));
  return {
    mainAssembly: main === undefined ? undefined : bareName(main),
    debugLevel: data.debugLevel ?? (data.debugBuild === true ? -1 : undefined),
    isTrimmed: data.linkerEnabled === true,
    assemblies: [
      ...getFiles('coreAssembly', resources),
      ...getFiles('assembly', resources),
      ...lazyAssemblies,
    ],
    lazyAssemblies: lazyAssemblies.map(({ name }) => name),
    symbols: [
      ...getFiles('corePdb', resources),
      ...getFiles('pdb', resources),
      ...lazy.filter(isSymbols),
    ],
  };
}

/** Whether debugging is enabled. */
export function isDebuggingOn({ debugLevel }: BootConfiguration): boolean {
  return debugLevel !== undefined && debugLevel !== 0;
}

function getFiles(
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

/** Removes known extensions only, since names of assemblies contain dots. */
function bareName(path: string): string {
  return path.replace(/^.*\//, '').replace(/(\.(dll|wasm|pdb))(\.\w+)?$/i, '');
}

/** Returns the JSON of the configuration in a script, or the whole text. */
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
