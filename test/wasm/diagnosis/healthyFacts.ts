import type { ProjectFacts } from '../../../src/dotnet/evaluate/projectFacts.ts';
import type {
  BuiltAssembly,
  DiagnosisFacts,
  ServedApp,
  ServedAssembly,
  SessionFacts,
  SourceFact,
} from '../../../src/wasm/diagnosis/facts.ts';
import type { PortablePdb } from '../../../src/wasm/diagnosis/portablePdb.ts';

/** A client that was built for debugging. */
export const client: ProjectFacts = {
  path: '/code/Shop/Shop.csproj',
  name: 'Shop',
  folder: '/code/Shop',
  kind: 'client',
  isBlazor: true,
  assemblyName: 'Shop',
  configuration: 'Debug',
  targetFramework: 'net10.0',
  targetFrameworks: ['net10.0'],
  targetPath: '/code/Shop/bin/Debug/net10.0/Shop.dll',
  runCommand: 'dotnet',
  runArguments: [],
  runTargetFailure: undefined,
  runWorkingDirectory: '/code/Shop',
  packageFolder: '/packages',
  debugType: 'portable',
  debugSymbols: true,
  isTrimmed: false,
  wasmDebugLevel: undefined,
  runtimeVersion: '10.0.12',
  projectReferences: ['/code/Model/Model.csproj'],
  packageReferences: [],
};

export const pdb: PortablePdb = {
  id: 'a1',
  documents: [{ path: '/code/Shop/Cart.cs', codeLines: [5, 6, 9] }],
  isOptimized: false,
};
export const portable = { kind: 'portable', pdb } as const;

/** The client's assembly as the page gets it, with changes. */
export function servedShop(change: Partial<ServedAssembly> = {}): ServedAssembly {
  return {
    name: 'Shop',
    file: 'Shop.wasm',
    symbolsFile: 'Shop.pdb',
    symbols: portable,
    ...change,
  };
}

/** The client's assembly as it was built, with changes. */
export function builtShop(change: Partial<BuiltAssembly> = {}): BuiltAssembly {
  return { name: 'Shop', isOfClient: true, symbols: portable, ...change };
}

export type App = ServedApp & { readonly kind: 'app' };

const app: App = {
  kind: 'app',
  url: 'http://localhost:5000/',
  boot: {
    mainAssembly: 'Shop',
    debugLevel: -1,
    isTrimmed: false,
    assemblies: [{ name: 'Shop', file: 'Shop.wasm' }],
    lazyAssemblies: [],
    symbols: [{ name: 'Shop', file: 'Shop.pdb' }],
  },
  assemblies: [servedShop()],
  serviceWorker: 'none',
};

/** The files that the app serves, and its boot configuration, with changes. */
export function servedApp(
  change: Partial<App> = {},
  boot: Partial<App['boot']> = {},
): { readonly served: App } {
  return { served: { ...app, ...change, boot: { ...app.boot, ...boot } } };
}

const session: SessionFacts = {
  url: 'http://localhost:5000/',
  proxy: { kind: 'own', version: '10.0.12', reachable: true },
  isAttached: true,
  browser: { kind: 'chromium', reachable: true },
  page: {
    runtimeVersion: '10.0.12',
    debugLevel: -1,
    serviceWorker: { controlled: false, scopes: [] },
  },
  breakpoints: [{ path: '/code/Shop/Cart.cs', line: 5, verified: true }],
};

/** The session's facts, with changes. */
export function ranSession(change: Partial<SessionFacts>): { readonly session: SessionFacts } {
  return { session: { ...session, ...change } };
}

const source: SourceFact = {
  assembly: 'Shop',
  isInPage: true,
  isLazy: false,
  path: '/code/Shop/Cart.cs',
  codeLines: [5, 6, 9],
  isOnDisk: true,
  counterpart: undefined,
};

/** One source of the app for each change. */
export function sources(
  ...changes: readonly Partial<SourceFact>[]
): Pick<DiagnosisFacts, 'sources'> {
  return {
    sources: { kind: 'known', value: changes.map((change) => ({ ...source, ...change })) },
  };
}

/** The client's project, with changes. */
export function project(change: Partial<ProjectFacts>): Pick<DiagnosisFacts, 'project' | 'client'> {
  const value = { ...client, ...change };
  return { project: { kind: 'known', value }, client: value.kind === 'client' ? value : undefined };
}

/** Facts of a session without problems, with changes. */
export function facts(change: Partial<DiagnosisFacts> = {}): DiagnosisFacts {
  return {
    session,
    ...project({}),
    built: { kind: 'known', value: [builtShop()] },
    served: app,
    ...sources({}),
    workspaceFolders: [{ path: '/code', realPath: '/code' }],
    extensions: [],
    otherDebugSessions: [],
    settings: { debugger: 'built-in' },
    ...change,
  };
}
