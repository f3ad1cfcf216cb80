import type { BuiltSymbols, DiagnosisFacts } from '../facts.ts';
import { pdbOf } from '../symbols.ts';

/** The client's assembly, as the page says or the project does. */
function mainAssembly({ served, client }: DiagnosisFacts): string | undefined {
  const inPage = served.kind === 'app' ? served.boot.mainAssembly : undefined;
  return inPage ?? client?.assemblyName;
}

/** The symbols that were built for the client's assembly; nothing if they aren't known. */
export function builtMain(facts: DiagnosisFacts): BuiltSymbols | undefined {
  const main = mainAssembly(facts);
  if (facts.built.kind === 'unknown') return undefined;
  return facts.built.value.find(({ name }) => name === main)?.symbols;
}

/** What makes it sure that a published app is served; nothing if it isn't. */
export function signOfPublishing(facts: DiagnosisFacts): string | undefined {
  const { served } = facts;
  if (served.kind !== 'app') return undefined;
  if (served.boot.isTrimmed) return 'its boot configuration says that it was trimmed';
  const isWithoutSymbols = served.boot.symbols.length === 0;
  return isWithoutSymbols && builtMain(facts)?.kind === 'portable'
    ? 'its boot configuration names no symbols, though the build made some'
    : undefined;
}

/** What shows that the client was built with optimisations; nothing if nothing does. */
export function signOfRelease(facts: DiagnosisFacts): string | undefined {
  const main = mainAssembly(facts);
  const { served, project } = facts;
  const inPage = served.kind === 'app' && served.assemblies.find(({ name }) => name === main);
  const optimized = pdbOf(inPage ? inPage.symbols : undefined)?.isOptimized;
  if (optimized === true) return `the symbols of ${main} that the app serves are of optimised code`;
  const built = facts.client ?? (project.kind === 'known' ? project.value : undefined);
  if (optimized === false || built === undefined) return undefined;
  const { configuration } = built;
  if (pdbOf(builtMain(facts))?.isOptimized ?? configuration === 'Release') {
    return `the project's configuration is ${configuration}`;
  }
  return undefined;
}

/** Whether the page runs without debugging although the app serves a boot configuration with it. */
export function runsOtherConfiguration({ served, session }: DiagnosisFacts): boolean {
  const page = session?.page;
  if (served.kind !== 'app' || page === undefined || 'problem' in page) return false;
  const there = served.boot.debugLevel ?? 0;
  return there !== 0 && (page.debugLevel ?? 0) === 0;
}
