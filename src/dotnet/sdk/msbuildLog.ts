/** What MSBuild's log says of the imports of one evaluation or of several. */
export interface LoggedImports {
  readonly imports: readonly LoggedImport[];
  readonly absent: readonly AbsentImport[];
}

interface LoggedImport {
  readonly file: string;
  readonly importer: string;
}

/** An import that brought no file. */
interface AbsentImport {
  readonly importer: string;
  /** As the importer writes it; with wildcards, as MSBuild evaluated it. */
  readonly project: string;
  readonly cause: 'noMatch' | 'other';
  /** The condition as it is written, empty without one. */
  readonly condition: string;
  /** The paths that the condition looked for, as it was evaluated. */
  readonly lookedFor: readonly string[];
}

/** Variables that make MSBuild log its imports. */
export const importLogVariables = { MSBUILDLOGIMPORTS: '1' };

/** The options that make a run of MSBuild write the log that {@link readImports} reads. */
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

/** Reads a log in English, of which the end may be missing. */
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
