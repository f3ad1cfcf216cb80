import { dirname, join, resolve } from 'node:path';

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
const fileAbove =
  /\$\(\[MSBuild\]::Get(PathOfFileAbove|DirectoryNameOfFileAbove)\(\s*('[^']*'|[^',]*?)\s*(?:,\s*('[^']*'|(?:\$\(\w+\)|[^'(),])*?)\s*)?\)\)/gi;
const existsCall = /\bExists\s*\(\s*'([^']*)'\s*\)/gi;
const includeValue = /<(\w+)\b[^<>]*?\bInclude\s*=\s*"([^"]*)"/gi;
const importValue = /<Import\b[^<>]*?\bProject\s*=\s*["']([^"'<>]*[*?][^"'<>]*)["']/gi;
const contentValue = />([^<>]*[*?][^<>]*)</g;
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
  const files: string[] = [];
  const deciding: string[] = [];
  const inputs: string[] = [];
  const plain = decoded(text.replaceAll(comment, ''));
  const isPlainBuild = !ownStep.test(plain.replaceAll(targetElement, keptTarget));
  // What a target says holds when it runs.
  const evaluated = plain
    .replaceAll(targetElement, '')
    .replaceAll(fileAbove, (call: string, kind: string, first: string, second = '') => {
      const name = (/^Path/i.test(kind) ? first : second).replaceAll("'", '');
      // What stays is a call of which nobody knows what it looks at.
      if (!/^[\w.-]+$/.test(name)) return call;
      for (const folder of [...foldersAbove(dirname(file)), ...foldersAbove(dirname(project))]) {
        files.push(join(folder, name));
      }
      return '';
    });
  let isComplete = !evaluated.replaceAll(pureCall, '').includes('$([');
  for (const [, path = ''] of evaluated.matchAll(existsCall)) {
    const found = placed(path, file, project);
    if (found !== undefined) files.push(...found);
    else if (!isNamed(path, evaluated, conditions)) isComplete = false;
  }
  const addFolder = (pattern: string, base: string, to: string[][]): boolean => {
    const folder = pattern.slice(0, pattern.search(/[*?]/)).replace(/[^\\/]*$/, './');
    const start = placed(folder, file, project, [base]);
    for (const list of to) list.push(...(start ?? []));
    return start !== undefined;
  };
  for (const [, pattern = ''] of evaluated.matchAll(importValue)) {
    isComplete &&= addFolder(pattern, file, [deciding]);
  }
  let isKnown = isPlainBuild;
  for (const [, item = '', value = ''] of evaluated.matchAll(includeValue)) {
    for (const pattern of value.split(';').filter((piece) => /[*?]/.test(piece))) {
      const isReference = /Reference$|^Package/i.test(item);
      const isPlaced = addFolder(
        pattern.trim(),
        project,
        isReference ? [inputs, deciding] : [inputs],
      );
      if (!isPlaced) isKnown = false;
      if (!isPlaced && isReference) isComplete = false;
    }
  }
  // A property that holds a pattern may be used anywhere.
  for (const [, value = ''] of evaluated.matchAll(contentValue)) {
    if (/[\\/]|\*\*|\*\.\w/.test(value)) isKnown = false;
    if (/[*?][^;]*\.(props|targets|\w*proj)\b|[*?]\s*$/.test(value) && /[\\/]/.test(value)) {
      isComplete = false;
    }
  }
  return { files, deciding, isComplete, inputs, isPlainBuild: isKnown };
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
