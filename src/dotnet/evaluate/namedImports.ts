import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import * as z from 'zod/mini';
import type { LoggedImports } from '../sdk/msbuildLog.ts';

/** The imports of an evaluation. All paths are absolute. */
export const namedImportsSchema = z.object({
  /** The project file and all imported files, except those of the SDK. */
  files: z.array(z.string()),
  /** Files that would have been imported if they existed. */
  absent: z.array(z.string()),
  /** Wildcards of imports without a match. */
  wildcards: z.array(z.string()),
  /** Unexpanded conditions of imports that MSBuild evaluated. */
  conditions: z.array(z.string()),
});
export type NamedImports = z.infer<typeof namedImportsSchema>;

/**
 * Returns the imports of one of the projects that were evaluated in the same run; `undefined` if the log
 * doesn't contain it. Files that only the SDK imports may belong to any project, except those that are
 * below or above the folders of the others only.
 */
export function namedImports(
  project: string,
  others: readonly string[],
  { absent, imports }: LoggedImports,
  sdkRoot: string,
): NamedImports | undefined {
  const isOfSdk = (path: string): boolean => sdkRoot !== '' && isBelow(path, sdkRoot);
  const isOfOther = belongsToOthers(project, others);
  const reached = new Set([project]);
  for (const file of reached) {
    for (const each of imports) {
      if (each.importer !== file) continue;
      if (isOfSdk(file) && !isOfSdk(each.file) && isOfOther(each.file)) continue;
      reached.add(each.file);
    }
  }
  if (reached.size === 1) return undefined;
  const missing = absent.filter(({ importer }) => reached.has(importer));
  const placed = (path: string, importer: string): readonly string[] => {
    const plain = path.replaceAll('\\', sep);
    if (isAbsolute(plain)) return [plain];
    // The path may be relative to either of them.
    return [...new Set([project, importer].map((one) => resolve(dirname(one), plain)))];
  };
  const lookedFor = missing.flatMap(({ importer, lookedFor: paths, cause, project: wanted }) => [
    ...paths.flatMap((path) => placed(path, importer)),
    // An unconditional import that was ignored because the file is missing or empty.
    ...(cause === 'other' && !isOfSdk(importer) && !/[$@%*?]/.test(wanted)
      ? placed(wanted, importer)
      : []),
  ]);
  return {
    files: sorted([...reached]).filter((file) => !isOfSdk(file)),
    absent: sorted(lookedFor).filter((path) => !isOfSdk(path) && !isOfOther(path)),
    wildcards: missing.flatMap(({ cause, importer, project: pattern }) =>
      cause === 'noMatch' && !isOfSdk(pattern) ? placed(pattern, importer).slice(-1) : [],
    ),
    conditions: sorted(
      missing.filter(({ importer }) => !isOfSdk(importer)).map(({ condition }) => condition),
    ),
  };
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].toSorted();
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Whether a file that the SDK imports belongs to other projects only. */
function belongsToOthers(project: string, others: readonly string[]): (path: string) => boolean {
  const strangers = others.filter((other) => other !== project);
  const isFor = (path: string, one: string): boolean =>
    path === `${one}.user` ||
    isBelow(one, dirname(path)) ||
    (isBelow(path, join(dirname(one), 'obj')) && basename(path).startsWith(basename(one)));
  return (path) => !isFor(path, project) && strangers.some((other) => isFor(path, other));
}
