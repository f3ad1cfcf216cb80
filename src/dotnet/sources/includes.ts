import { dirname, join, resolve, sep } from 'node:path';
import type { InputFolder } from '../../sessions/inputs/runInputs.ts';

const comment = /<!--[^]*?-->/g;
const importElement = /<Import\b[^<>]*?\bProject\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
/** Items whose files decide a build or are copied to its output. */
const itemElement =
  /<(?:Compile|Content|EmbeddedResource|AdditionalFiles|Protobuf|None|Page|Resource)\b[^<>]*?\b(?:Include|Update)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

/** Databases and logs, which programs write even if a project includes them, as templates do. */
const data = /\.(db3?|sqlite3?|mdf|ldf|log)(-(wal|shm|journal))?$/i;

/** Returns the files that an MSBuild file imports, as far as their paths are plain. */
export function findImports(text: string, file: string, project: string): readonly string[] {
  return attributes(text, importElement).flatMap((path) =>
    place(path, file, dirname(file), project),
  );
}

/** The files that MSBuild files include in items by name or pattern. All paths are absolute. */
export class Includes {
  readonly #patterns: RegExp[] = [];
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /** Adds the items of an MSBuild file. Their paths are relative to the project. */
  add(text: string, file: string, project: string): void {
    const folder = dirname(project);
    for (const path of attributes(text, itemElement).flatMap((value) => value.split(';'))) {
      for (const placed of place(path.trim(), file, folder, project)) this.#addPath(placed);
    }
  }

  /** The files that are included by name. */
  get files(): readonly string[] {
    return [...this.#files];
  }

  /** The folders of patterns that don't lie within one of these. */
  foldersOutside(folders: readonly string[]): readonly InputFolder[] {
    const isInside = (path: string): boolean =>
      folders.some((folder) => path === folder || path.startsWith(folder + sep));
    return [...this.#folders]
      .filter((path) => !isInside(path))
      .map((path) => ({
        path,
        hasFile: (file) => this.hasFile(file),
        hasFolder: (below) => !/[\\/](bin|obj|node_modules|\.[^\\/]*)$/.test(below),
      }));
  }

  hasFile(file: string): boolean {
    if (this.#files.has(file)) return true;
    return !data.test(file) && this.#patterns.some((pattern) => pattern.test(file));
  }

  #addPath(path: string): void {
    const wildcard = path.search(/[*?]/);
    if (wildcard < 0) {
      if (!data.test(path)) this.#files.add(path);
      return;
    }
    this.#patterns.push(toPattern(path));
    this.#folders.add(dirname(`${path.slice(0, wildcard)}x`));
  }
}

function attributes(text: string, element: RegExp): readonly string[] {
  const found = text.replaceAll(comment, '').matchAll(element);
  return [...found].map(([, double, single]) => double ?? single ?? '');
}

/** Resolves a path; none if only MSBuild can. */
function place(path: string, file: string, base: string, project: string): readonly string[] {
  const plain = path
    .replaceAll(/\$\(MSBuildThisFileDirectory\)[\\/]?/gi, () => `${dirname(file)}/`)
    .replaceAll(/\$\((MSBuildProjectDirectory|ProjectDir)\)[\\/]?/gi, () => `${dirname(project)}/`)
    .replaceAll('\\', '/');
  return plain === '' || /[$@%]/.test(plain) ? [] : [resolve(base, plain)];
}

/** Converts an absolute path with wildcards of MSBuild. */
function toPattern(path: string): RegExp {
  const pattern = path
    .replaceAll('\\', '/')
    .replaceAll(/[.+^${}()|[\]]/g, String.raw`\$&`)
    .replaceAll(/\*\*\/|\*\*|\*|\?|\//g, (part) => partPatterns[part] ?? '');
  return new RegExp(`^${pattern}$`, 'i');
}

const partPatterns: Readonly<Record<string, string>> = {
  '**/': String.raw`(?:.*[\\/])?`,
  '**': '.*',
  '*': String.raw`[^\\/]*`,
  '?': String.raw`[^\\/]`,
  '/': String.raw`[\\/]`,
};

/** Joins folders with a name. */
export function inFolders(folders: readonly string[], name: string): readonly string[] {
  return folders.map((folder) => join(folder, name));
}
