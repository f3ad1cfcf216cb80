import { localize } from '../../common/localization.ts';
import type { SourceChange } from '../../dotnet/hotReload/compilerMessages.ts';
import type { ChangeCompiler } from '../../wasm/hotReload/pageHotReload.ts';

/**
 * Returns how to compile changes of a file-based program, given its text as it was built. Its directives decide how it
 * is built, but mean nothing to the compiler.
 */
export function compileWithDirectives(
  program: string,
  built: string,
  compile: ChangeCompiler['compile'],
): ChangeCompiler['compile'] {
  const expected = readDirectives(built);
  const areOthers = ({ path, text }: SourceChange): boolean =>
    path === program && text !== undefined && readDirectives(text) !== expected;
  /** The changes that were refused, of which the compiler does not know. */
  let refused: readonly SourceChange[] = [];
  return (changes) => {
    const all = [...new Map([...refused, ...changes].map((each) => [each.path, each])).values()];
    const isRefused = all.some(areOthers);
    refused = isRefused ? all : [];
    if (!isRefused) return compile(all);
    const message = localize('Lines that begin with #: have changed');
    const diagnostics = [{ code: '', message, severity: 'error' as const }];
    return Promise.resolve({ kind: 'restart', id: 0, diagnostics });
  };
}

function readDirectives(text: string): string {
  return [...text.matchAll(/^[ \t]*#:.*/gm)].map(([line]) => line.trim()).join('\n');
}
