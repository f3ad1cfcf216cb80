/** The imports of one or several evaluations in MSBuild's log. */
export interface LoggedImports {
  readonly imports: readonly LoggedImport[];
  readonly absent: readonly AbsentImport[];
}

interface LoggedImport {
  readonly file: string;
  readonly importer: string;
}

/** An import without a file. */
interface AbsentImport {
  readonly importer: string;
  /** As written in the importer; with wildcards, as evaluated. */
  readonly project: string;
  readonly cause: 'noMatch' | 'other';
  /** The unexpanded condition; empty if there is none. */
  readonly condition: string;
  /** The paths that the evaluated condition checked. */
  readonly lookedFor: readonly string[];
}

/** Variables that make MSBuild log its imports. */
export const importLogVariables = { MSBUILDLOGIMPORTS: '1' };

/** The options that make MSBuild write a log for {@link readImports}. */
export function importLogOptions(file: string): readonly string[] {
  return [`-fileLoggerParameters:LogFile=${file};Verbosity=Detailed;Encoding=UTF-8`];
}

const prefix = String.raw`^\s*(?:[\d:]+>)?\s*`;
const importedForm = new RegExp(
  `${prefix}Importing project "(.+)" into project "(.+)" at \\(\\d+,\\d+\\)\\.$`,
);
const absentForm = new RegExp(
  `${prefix}Project "(.*?)" was not imported by "(.+?)" at \\(\\d+,\\d+\\), due to (.*)$`,
);
const conditionForm = /^false condition; \((.*)\) was evaluated as \((.*)\)\.$/;
const existsForm = /\bExists\s*\(\s*(?:'([^']*)'|([^'()\s]+))\s*\)/gi;

/** Parses a log in English. It may be incomplete. */
export function readImports(log: string): LoggedImports {
  const imports: LoggedImport[] = [];
  const absent: AbsentImport[] = [];
  for (const line of log.split(/\r?\n/)) {
    if (!line.includes('mport')) continue;
    const [, file, importer] = importedForm.exec(line) ?? [];
    if (file !== undefined && importer !== undefined) imports.push({ file, importer });
    else {
      const [, project, by, reason = ''] = absentForm.exec(line) ?? [];
      if (project !== undefined && by !== undefined) absent.push(absentImport(project, by, reason));
    }
  }
  return { imports, absent };
}

function absentImport(project: string, importer: string, reason: string): AbsentImport {
  const [, condition = '', evaluated = ''] = conditionForm.exec(reason) ?? [];
  const lookedFor = [...evaluated.matchAll(existsForm)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  return {
    importer,
    project,
    cause: reason.startsWith('no matching files') ? 'noMatch' : 'other',
    condition,
    lookedFor: lookedFor.filter((path) => path !== ''),
  };
}
