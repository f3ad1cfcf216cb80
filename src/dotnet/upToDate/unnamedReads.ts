import { dirname, join, resolve } from 'node:path';
import { foldersFrom } from '../files/parentFolders.ts';

/** What an MSBuild file looks at that no log of MSBuild names. All paths are absolute. */
export interface UnnamedReads {
  /** Files that decide by being there. */
  readonly files: readonly string[];
  /** Folders whose files decide what is imported or referenced. */
  readonly deciding: readonly string[];
  /** Whether nothing else decides what the project is. */
  readonly isComplete: boolean;
  /** Folders of which any file may be an input of the build. */
  readonly inputs: readonly string[];
  /** Whether the build does nothing that only the file's author knows. */
  readonly isPlainBuild: boolean;
}

const comment = /<!--[^]*?-->/g;
const targetElement = /<Target\b((?:[^>"']|"[^"]*"|'[^']*')*?)(?:\/>|>[^]*?<\/Target>)/gi;
const tag = /<([\w.-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g;
const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const fileAbove =
  /\$\(\[MSBuild\]::Get(PathOfFileAbove|DirectoryNameOfFileAbove)\(\s*('[^']*'|[^',]*?)\s*(?:,\s*('[^']*'|(?:\$\(\w+\)|[^'(),])*?)\s*)?\)\)/gi;
const existsCall = /\bExists\s*\(\s*'([^']*)'\s*\)/gi;
const patternContent = />([^<>]*[*?][^<>]*)</g;
/** Calls whose results depend on nothing but their arguments and the variables of the process. */
const pureCall =
  /\$\(\[(MSBuild\]::(?!Get(RegistryValue|PathOfFileAbove|DirectoryNameOfFileAbove))|System\.IO\.Path\]::(?!GetTemp|GetRandom|Exists)|System\.(String|Version|Math|Int32|Char)\]::|System\.Environment\]::GetEnvironmentVariable\()/gi;
const ownStep = /<(Target|UsingTask|(Pre|Post)BuildEvent)\b|<!\[CDATA\[/i;

/**
 * Finds what a file of the user's looks at beside its imports: files by `Exists`, folders by wildcards.
 * MSBuild names neither. `conditions` are those that it has named.
 */
export function unnamedReads(
  text: string,
  file: string,
  project: string,
  conditions: readonly string[],
): UnnamedReads {
  const plain = text.replaceAll(comment, '');
  const reading = new Reading(file, project);
  reading.isPlainBuild = !ownStep.test(plain.replaceAll(targetElement, keptTarget));
  // What a target says holds when it runs.
  const evaluated = plain.replaceAll(targetElement, '');
  reading.calls(decoded(evaluated), conditions);
  for (const [, name = '', attributes = ''] of evaluated.matchAll(tag)) {
    for (const [, key = '', double, single] of attributes.matchAll(attribute)) {
      reading.attribute(name, key, decoded(double ?? single ?? ''));
    }
  }
  for (const [, value = ''] of evaluated.matchAll(patternContent)) reading.pattern(value);
  return reading;
}

class Reading implements UnnamedReads {
  readonly files: string[] = [];
  readonly deciding: string[] = [];
  readonly inputs: string[] = [];
  isComplete = true;
  isPlainBuild = true;
  readonly #file: string;
  readonly #project: string;

  constructor(file: string, project: string) {
    this.#file = file;
    this.#project = project;
  }

  /** Reads the functions that a text calls. */
  calls(text: string, conditions: readonly string[]): void {
    const folders = [...foldersFrom(dirname(this.#file)), ...foldersFrom(dirname(this.#project))];
    const others = text.replaceAll(
      fileAbove,
      (call: string, kind: string, first: string, second = '') => {
        const name = (/^Path/i.test(kind) ? first : second).replaceAll("'", '');
        // What stays is a call of which nobody knows what it looks at.
        if (!/^[\w.-]+$/.test(name)) return call;
        this.files.push(...folders.map((folder) => join(folder, name)));
        return '';
      },
    );
    if (others.replaceAll(pureCall, '').includes('$([')) this.isComplete = false;
    for (const [, path = ''] of others.matchAll(existsCall)) {
      const found = placed(path, this.#file, this.#project);
      if (found !== undefined) this.files.push(...found);
      else if (!isNamed(path, others, conditions)) this.isComplete = false;
    }
  }

  attribute(element: string, name: string, value: string): void {
    const isImport = element === 'Import' && name === 'Project';
    if (!isImport && name !== 'Include') return;
    const isDeciding = isImport || /Reference$|^Package/i.test(element);
    for (const pattern of value.split(';').filter((piece) => /[*?]/.test(piece))) {
      const base = isImport ? this.#file : this.#project;
      const start = pattern.slice(0, pattern.search(/[*?]/)).replace(/[^\\/]*$/, './');
      const folders = placed(start.trim(), this.#file, this.#project, [base]);
      if (folders === undefined) this.isPlainBuild = false;
      if (folders === undefined && isDeciding) this.isComplete = false;
      if (isDeciding) this.deciding.push(...(folders ?? []));
      if (!isImport) this.inputs.push(...(folders ?? []));
    }
  }

  /** A property that holds a pattern may be used anywhere. */
  pattern(value: string): void {
    if (/[\\/]|\*\*|\*\.\w/.test(value)) this.isPlainBuild = false;
    const mayImport = /[*?][^;]*\.(props|targets|\w*proj)\b|[*?]\s*$/.test(value);
    if (mayImport && /[\\/]/.test(value)) this.isComplete = false;
  }
}

/** A target that runs only with ComputeRunArguments takes no part in a build. */
function keptTarget(element: string, attributes: string): string {
  const hooks = [
    ...attributes.matchAll(
      /\b(BeforeTargets|AfterTargets|DependsOnTargets|Name)\s*=\s*["']([^"']*)/gi,
    ),
  ];
  const isOfRun = hooks.some(
    ([, name = '', value = '']) =>
      /^(Before|After)Targets$/i.test(name) && value.trim() === 'ComputeRunArguments',
  );
  const isHookedOnce =
    hooks.filter(([, name = '']) => !/^(Name|DependsOnTargets)$/i.test(name)).length === 1;
  return isOfRun && isHookedOnce && !/DependsOnTargets/i.test(attributes) ? '' : element;
}

/** Whether MSBuild has told where an `Exists` of an import looked, or what it took in. */
function isNamed(path: string, text: string, conditions: readonly string[]): boolean {
  if (conditions.some((condition) => decoded(condition).includes(path))) return true;
  const imports = [...text.matchAll(/<Import\b[^<>]*>/gi)].map(([element]) => element);
  const inImports = imports.filter((element) => element.includes(`'${path}'`));
  const uses = text.split(`'${path}'`).length - 1;
  return (
    inImports.length === uses &&
    inImports.every((element) => /\bProject\s*=\s*["']([^"']*)["']/i.exec(element)?.[1] === path)
  );
}

/** Where a path may lead to; `undefined` if only MSBuild can tell. */
function placed(
  path: string,
  file: string,
  project: string,
  bases = [file, project],
): readonly string[] | undefined {
  const plain = path
    .replaceAll(/\$\(MSBuildThisFileDirectory\)[\\/]?/gi, () => `${dirname(file)}/`)
    .replaceAll(/\$\((MSBuildProjectDirectory|ProjectDir)\)[\\/]?/gi, () => `${dirname(project)}/`)
    .replaceAll('\\', '/')
    .trim();
  if (/[$*?@%;]/.test(plain)) return undefined;
  if (plain === '') return [];
  return [...new Set(bases.map((one) => resolve(dirname(one), plain)))];
}

/** Quotes stay as they are written, since attributes end by them. */
function decoded(text: string): string {
  return text
    .replaceAll('&apos;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
