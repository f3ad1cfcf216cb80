import { dirname, join, resolve } from 'node:path';
import { listWithParents } from '../files/parentFolders.ts';

/** Inputs of an MSBuild file that MSBuild does not log. All paths are absolute. */
export interface UnnamedReads {
  /** Files whose existence is checked. */
  readonly files: readonly string[];
  /** Folders whose files determine imports or references. */
  readonly deciding: readonly string[];
  /** Whether all inputs of the evaluation are known. */
  readonly isComplete: boolean;
  /** Folders whose files may be inputs of the build. */
  readonly inputs: readonly string[];
  /** Whether the build has no custom steps. */
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
/** Property functions that depend only on their arguments and environment variables. */
const pureCall =
  /\$\(\[(MSBuild\]::(?!Get(RegistryValue|PathOfFileAbove|DirectoryNameOfFileAbove))|System\.IO\.Path\]::(?!GetTemp|GetRandom|Exists)|System\.(String|Version|Math|Int32|Char)\]::|System\.Environment\]::GetEnvironmentVariable\()/gi;
const ownStep = /<(Target|UsingTask|(Pre|Post)BuildEvent)\b|<!\[CDATA\[/i;

/**
 * Finds the inputs of a user's MSBuild file besides imports: files in `Exists`, and folders in wildcards.
 * MSBuild logs neither. `conditions` are those that it has logged.
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
  // Targets are evaluated when they run.
  const evaluated = plain.replaceAll(targetElement, '');
  reading.calls(decodeEntities(evaluated), conditions);
  for (const [, name = '', attributes = ''] of evaluated.matchAll(tag)) {
    for (const [, key = '', double, single] of attributes.matchAll(attribute)) {
      reading.attribute(name, key, decodeEntities(double ?? single ?? ''));
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

  /** Analyzes the property functions that a text calls. */
  calls(text: string, conditions: readonly string[]): void {
    const folders = [
      ...listWithParents(dirname(this.#file)),
      ...listWithParents(dirname(this.#project)),
    ];
    const others = text.replaceAll(
      fileAbove,
      (call: string, kind: string, first: string, second = '') => {
        const name = (/^Path/i.test(kind) ? first : second).replaceAll("'", '');
        // The inputs of any other call are unknown.
        if (!/^[\w.-]+$/.test(name)) return call;
        this.files.push(...folders.map((folder) => join(folder, name)));
        return '';
      },
    );
    if (others.replaceAll(pureCall, '').includes('$([')) this.isComplete = false;
    for (const [, path = ''] of others.matchAll(existsCall)) {
      const found = resolvePath(path, this.#file, this.#project);
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
      const folders = resolvePath(start.trim(), this.#file, this.#project, [base]);
      if (folders === undefined) this.isPlainBuild = false;
      if (folders === undefined && isDeciding) this.isComplete = false;
      if (isDeciding) this.deciding.push(...(folders ?? []));
      if (!isImport) this.inputs.push(...(folders ?? []));
    }
  }

  /** A property that contains a wildcard may be used anywhere. */
  pattern(value: string): void {
    if (/[\\/]|\*\*|\*\.\w/.test(value)) this.isPlainBuild = false;
    const mayImport = /[*?][^;]*\.(props|targets|\w*proj)\b|[*?]\s*$/.test(value);
    if (mayImport && /[\\/]/.test(value)) this.isComplete = false;
  }
}

/** Removes targets that run with ComputeRunArguments only, which are not part of the build. */
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

/** Whether MSBuild has logged the path of an `Exists` in an import. */
function isNamed(path: string, text: string, conditions: readonly string[]): boolean {
  if (conditions.some((condition) => decodeEntities(condition).includes(path))) return true;
  const imports = [...text.matchAll(/<Import\b[^<>]*>/gi)].map(([element]) => element);
  const inImports = imports.filter((element) => element.includes(`'${path}'`));
  const uses = text.split(`'${path}'`).length - 1;
  return (
    inImports.length === uses &&
    inImports.every((element) => /\bProject\s*=\s*["']([^"']*)["']/i.exec(element)?.[1] === path)
  );
}

/** Resolves a path; `undefined` if only MSBuild can. */
function resolvePath(
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

/** Decodes XML entities except quotes, which end attributes. */
function decodeEntities(text: string): string {
  return text
    .replaceAll('&apos;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
