import { projectCheck } from '../../../src/wasm/diagnosis/checks/project.ts';
import type { BuiltSymbols, DiagnosisFacts } from '../../../src/wasm/diagnosis/facts.ts';
import {
  builtShop,
  client,
  facts,
  pdb,
  portable,
  project,
  servedApp,
  servedShop,
} from './healthyFacts.ts';
import { testCheck } from './verdicts.ts';

const optimized = { kind: 'portable', pdb: { ...pdb, isOptimized: true } } as const;
const notServed = { session: undefined, served: { kind: 'not asked' } } as const;

function built(symbols: BuiltSymbols): Pick<DiagnosisFacts, 'built'> {
  return { built: { kind: 'known', value: [builtShop({ symbols })] } };
}

testCheck(projectCheck, [
  {
    when: 'a client was built for debugging',
    change: {},
    outcome: 'ok',
    finding: /^Shop is a WebAssembly client, Debug, net10\.0\.$/,
  },
  {
    when: 'trimming is on, which only publishing does',
    change: project({ isTrimmed: true }),
    outcome: 'ok',
    finding: /trimmed only when it is published/,
  },
  {
    when: 'a server serves its client',
    change: project({ kind: 'server', name: 'Host' }),
    outcome: 'ok',
    finding: /^Host is a server with a WebAssembly client/,
  },
  {
    when: 'a server does not run, so that its client is not known',
    change: { ...project({ kind: 'server' }), ...notServed },
    outcome: 'not applicable',
    finding: /known only while it runs/,
  },
  {
    when: 'a server does not run, but its client is known',
    change: { ...project({ kind: 'server', name: 'Host' }), ...notServed, client },
    outcome: 'ok',
    finding: /^Host is a server with a WebAssembly client/,
  },
  {
    when: "a server's client is built without symbols",
    change: {
      ...project({ kind: 'server', name: 'Host' }),
      ...notServed,
      ...built({ kind: 'none' }),
      client: { ...client, debugType: 'none' },
    },
    outcome: 'problem',
    finding: /without symbols \(`DebugType` is `none`\)/,
    fix: /portable/,
  },
  {
    when: 'a server has no client',
    change: { ...project({ kind: 'server', projectReferences: [] }), ...notServed },
    outcome: 'problem',
    finding: /references no project/,
    fix: /^Choose the project of the WebAssembly client\.$/,
  },
  {
    when: 'the project is a library',
    change: project({ kind: 'library' }),
    outcome: 'problem',
    finding: /Shop is a library/,
    fix: /^Choose the project/,
  },
  {
    when: 'no project is known',
    change: { project: { kind: 'unknown', reason: 'no project was chosen' }, client: undefined },
    outcome: 'unknown',
    finding: /no project was chosen/,
  },
  {
    when: 'no project is known, but optimized code is served',
    change: {
      project: { kind: 'unknown', reason: 'no project was chosen' },
      client: undefined,
      ...servedApp({ assemblies: [servedShop({ symbols: optimized })] }),
    },
    outcome: 'problem',
    finding: /Release build: the symbols of Shop that the app serves are of optimized code/,
    fix: /--configuration Debug/,
  },
  {
    when: 'a Release build is served, whatever the project is set to',
    change: servedApp({ assemblies: [servedShop({ symbols: optimized })] }),
    outcome: 'problem',
    finding: /Release build/,
    fix: /--configuration Debug/,
  },
  {
    when: 'the project is set to Release and was not built',
    change: {
      ...project({ configuration: 'Release' }),
      ...notServed,
      built: { kind: 'unknown', reason: 'it has not been built yet' },
    },
    outcome: 'problem',
    finding: /configuration is Release/,
    fix: /--configuration Debug/,
  },
  {
    when: "a project's own configuration does not optimise",
    change: project({ configuration: 'Staging' }),
    outcome: 'ok',
    finding: /Staging/,
  },
  {
    when: "a project's own configuration optimises",
    change: { ...project({ configuration: 'Staging' }), ...built(optimized), ...notServed },
    outcome: 'problem',
    finding: /configuration is Staging/,
    fix: /--configuration Debug/,
  },
  {
    when: 'trimmed files are served',
    change: servedApp({}, { isTrimmed: true }),
    outcome: 'problem',
    finding: /published files: its boot configuration says that it was trimmed/,
    fix: /dotnet run --configuration Debug/,
  },
  {
    when: 'files without symbols are served though the build made some',
    change: servedApp({}, { symbols: [], debugLevel: 0 }),
    outcome: 'problem',
    finding: /published files: .*names no symbols/,
    fix: /dotnet run --configuration Debug/,
  },
  {
    when: 'the build made no symbols',
    change: { ...project({ debugType: 'none' }), ...built({ kind: 'none' }) },
    outcome: 'problem',
    finding: /without symbols \(`DebugType` is `none`\)/,
    fix: /<DebugType>portable<\/DebugType>/,
  },
  {
    when: 'the build will make no symbols',
    change: {
      ...project({ debugType: 'none' }),
      ...notServed,
      built: { kind: 'unknown', reason: 'it has not been built yet' },
    },
    outcome: 'problem',
    finding: /without symbols/,
    fix: /portable/,
  },
  {
    when: 'the symbols are for Windows debuggers',
    change: { ...project({ debugType: 'full' }), ...built({ kind: 'windows' }) },
    outcome: 'problem',
    finding: /Windows debuggers \(`DebugType` is `full`\)/,
    fix: /portable/,
  },
  {
    when: '`full` made portable symbols, as it does except on Windows',
    change: project({ debugType: 'full' }),
    outcome: 'ok',
    finding: /Shop/,
  },
  {
    when: 'the symbols are embedded',
    change: {
      ...project({ debugType: 'embedded' }),
      ...built({ kind: 'embedded', pdb: portable }),
    },
    outcome: 'problem',
    finding: /embedded in its assembly \(`DebugType` is `embedded`\)/,
    fix: /portable/,
  },
  {
    when: 'nothing was built and nothing runs',
    change: { ...notServed, built: { kind: 'unknown', reason: 'Shop.dll has not been built yet' } },
    outcome: 'warning',
    finding: /has not been built yet/,
    fix: /^Build the project\.$/,
  },
  {
    when: 'nothing was built here, but the app runs',
    change: { ...facts(), built: { kind: 'unknown', reason: 'it has not been built yet' } },
    outcome: 'ok',
    finding: /Shop/,
  },
]);
