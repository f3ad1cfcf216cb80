import { isAbsolute } from 'node:path';

/** A place in a source; lines and columns start at 1. */
export interface FailurePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The forms in which messages name places: those of MSBuild's errors, and of errors in launch settings. */
const forms: readonly RegExp[] = [
  /^(?<file>.+?)\((?<line>\d+)(?:,(?<column>\d+))?\): /,
  /\bin (?<file>.+?\.json) are invalid: .* at line (?<line>\d+), column (?<column>\d+)\./s,
];

/** Returns the place that the message of a failed start names, or else the start of the project or program. */
export function findFailurePlace(message: string, program: string): FailurePlace {
  for (const form of forms) {
    const { column, file, line } = form.exec(message)?.groups ?? {};
    if (file !== undefined && isAbsolute(file)) {
      return { file, line: Number(line), column: Number(column ?? 1) };
    }
  }
  return { file: program, line: 1, column: 1 };
}
