import { localize } from '../../../common/localization.ts';
import type { BuiltSymbols, DiagnosisFacts } from '../facts.ts';
import { getPdb } from '../symbols.ts';

/** Returns the client's assembly, according to the page or the project. */
function mainAssembly({ served, client }: DiagnosisFacts): string | undefined {
  const inPage = served.kind === 'app' ? served.boot.mainAssembly : undefined;
  return inPage ?? client?.assemblyName;
}

/** Returns the built symbols of the client's assembly; `undefined` if they are unknown. */
export function builtMain(facts: DiagnosisFacts): BuiltSymbols | undefined {
  const main = mainAssembly(facts);
  if (facts.built.kind === 'unknown') return undefined;
  return facts.built.value.find(({ name }) => name === main)?.symbols;
}

/** Returns evidence that a published app is served, if there is any. */
export function findSignOfPublishing(facts: DiagnosisFacts): string | undefined {
  const { served } = facts;
  if (served.kind !== 'app') return undefined;
  if (served.boot.isTrimmed) return localize('its boot configuration says that it was trimmed');
  const isWithoutSymbols = served.boot.symbols.length === 0;
  return isWithoutSymbols && builtMain(facts)?.kind === 'portable'
    ? localize('its boot configuration names no symbols, though the build made some')
    : undefined;
}

/** Returns evidence that the client was built with optimizations, if there is any. */
export function findSignOfRelease(facts: DiagnosisFacts): string | undefined {
  const main = mainAssembly(facts);
  const { served, project } = facts;
  const inPage = served.kind === 'app' && served.assemblies.find(({ name }) => name === main);
  const optimized = getPdb(inPage ? inPage.symbols : undefined)?.isOptimized;
  if (optimized === true)
    return localize('the symbols of {main} that the app serves are of optimized code', {
      main: main ?? '',
    });
  const built = facts.client ?? (project.kind === 'known' ? project.value : undefined);
  if (optimized === false || built === undefined) return undefined;
  const { configuration } = built;
  if (getPdb(builtMain(facts))?.isOptimized ?? configuration === 'Release') {
    return localize("the project's configuration is {configuration}", { configuration });
  }
  return undefined;
}

/** Whether debugging is disabled in the page although the served boot configuration enables it. */
export function runsOtherConfiguration({ served, session }: DiagnosisFacts): boolean {
  const page = session?.page;
  if (served.kind !== 'app' || page === undefined || 'problem' in page) return false;
  const there = served.boot.debugLevel ?? 0;
  return there !== 0 && (page.debugLevel ?? 0) === 0;
}
