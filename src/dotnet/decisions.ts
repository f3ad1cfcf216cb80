import { dirname, join, resolve } from 'node:path';

/** Files, which need not be there, that decide what a project is. */
export interface DecidingFiles {
  readonly files: readonly string[];
  /** Whether nothing else decides. Otherwise only an evaluation by MSBuild can tell. */
  readonly isComplete: boolean;
}

/** An import with its attributes. One within a comment counts too, which only takes in too much. */
const importElement = /<Import\b((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/gi;
const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** The call that finds the nearest file of a name above a folder that is known. */
const fileAbove =
  /\$\(\[MSBuild\]::GetPathOfFileAbove\(\s*'?([\w.-]+)'?\s*(?:,\s*'?(?:\$\(MSBuild(?:ThisFile|Project)Directory\))?[\w./\\-]*'?\s*)?\)\)/gi;
/** What comes with the SDK changes with it. */
const ofMsbuild =
  /^\s*\$\((MSBuild(ToolsPath|BinPath|ExtensionsPath)(32|64)?|MSBuildSDKsPath|VSToolsPath|NetCoreRoot)\)/i;
/** Calls whose results depend on nothing but their arguments and the variables of the process. */
const pureCall =
  /\$\(\[(MSBuild\]::(?!Get(RegistryValue|PathOfFileAbove|DirectoryNameOfFileAbove))|System\.IO\.Path\]::(?!GetTemp|GetRandom|Exists)|System\.(String|Version|Math|Int32|Char)\]::|System\.Environment\]::GetEnvironmentVariable\()/gi;

/**
 * The files that decide what an MSBuild file says, beside itself: what it imports, and what it asks for by
 * `Exists`. They are complete unless a path or a function can't be read off the text.
 */
export function decisionsIn(text: string, file: string, project: string): DecidingFiles {
  const files: string[] = [];
  let isComplete = true;
  // What a target says holds when it runs.
  const evaluated = decoded(text).replaceAll(
    /<Target\b(?:[^>"']|"[^"]*"|'[^']*')*(?<!\/)>[^]*?<\/Target>/gi,
    '',
  );
  const plain = evaluated.replaceAll(fileAbove, (_, name: string) => {
    for (const folder of [...foldersAbove(dirname(file)), ...foldersAbove(dirname(project))]) {
      files.push(join(folder, name));
    }
    return '';
  });
  const add = (path: string): void => {
    if (ofMsbuild.test(path)) return;
    const placed = placedIn(path, file, project);
    if (/[$*?@%;]/.test(placed)) isComplete = false;
    // What is meant is relative to either of them.
    else if (placed !== '')
      files.push(...[file, project].map((one) => resolve(dirname(one), placed)));
  };
  for (const [, attributes = ''] of plain.matchAll(importElement)) {
    const values = new Map(
      [...attributes.matchAll(attribute)].map(
        ([, name = '', double, single]) => [name, double ?? single ?? ''] as const,
      ),
    );
    if (!values.has('Sdk')) add(values.get('Project') ?? '');
  }
  for (const [, path = ''] of plain.matchAll(/\bExists\s*\(\s*'([^']*)'\s*\)/gi)) add(path);
  return { files, isComplete: isComplete && !plain.replaceAll(pureCall, '').includes('$([') };
}

/** A path with all that is known of where things are. */
function placedIn(path: string, file: string, project: string): string {
  return path
    .replaceAll(/\$\(MSBuildThisFileDirectory\)[\\/]?/gi, () => `${dirname(file)}/`)
    .replaceAll(/\$\((MSBuildProjectDirectory|ProjectDir)\)[\\/]?/gi, () => `${dirname(project)}/`)
    .replaceAll('\\', '/')
    .trim();
}

/** A folder and all above it. */
function foldersAbove(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

/** Quotes stay as they are written, since attributes end by them. */
function decoded(text: string): string {
  return text
    .replaceAll('&apos;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
