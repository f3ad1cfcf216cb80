import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import * as z from 'zod/mini';
import type { LoggedImports } from '../sdk/msbuildLog.ts';

/** What MSBuild named when it evaluated a project. All paths are absolute. */
export const namedImportsSchema = z.object({
  /** The project's own file and every one that it imported, but for those of the SDK. */
  files: z.array(z.string()),
  /** What an import would have taken in if it had been there. */
  absent: z.array(z.string()),
  /** The wildcards of imports that matched nothing. */
  wildcards: z.array(z.string()),
  /** Conditions of imports that MSBuild evaluated, as they are written. */
  conditions: z.array(z.string()),
});
export type NamedImports = z.infer<typeof namedImportsSchema>;

/**
 * What a log says of the imports of one project, of several that were evaluated by the same run;
 * `undefined` if the log has nothing of it. What only the SDK imports may belong to any of them, but for
 * what is below or above the others alone.
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
    // What is meant is relative to either of them.
    return [...new Set([project, importer].map((one) => resolve(dirname(one), plain)))];
  };
  const lookedFor = missing.flatMap(({ importer, lookedFor: paths, cause, project: wanted }) => [
    ...paths.flatMap((path) => placed(path, importer)),
    // A plain import without condition that is ignored because it is missing or empty.
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

/** Whether a file that the SDK imports is there for other projects alone. */
function belongsToOthers(project: string, others: readonly string[]): (path: string) => boolean {
  const strangers = others.filter((other) => other !== project);
  const isFor = (path: string, one: string): boolean =>
    path === `${one}.user` ||
    isBelow(one, dirname(path)) ||
    (isBelow(path, join(dirname(one), 'obj')) && basename(path).startsWith(basename(one)));
  return (path) => !isFor(path, project) && strangers.some((other) => isFor(path, other));
}
