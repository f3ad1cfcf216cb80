/** What the user has written for a breakpoint, as it is written. */
export interface BreakpointText {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
}

/** The user's breakpoints in C#. */
export interface BreakpointTexts {
  /** Of the breakpoint in a source at a line, from 1, if it has one. */
  at(path: string, line: number): BreakpointText | undefined;
  /** Hears why the condition or the log message of a breakpoint can't be evaluated. */
  failed(path: string, line: number, message: string): void;
}

const hitPattern = /^\s*(>=|<=|={1,3}|>|<|%)?\s*(\d+)\s*$/;

/** Whether a hit counts, by a hit condition as VS Code writes them: `5`, `>= 5`, `% 2`. Throws an Error for another text. */
export function isHit(hits: number, hitCondition: string): boolean {
  const match = hitPattern.exec(hitCondition);
  if (match === null) {
    throw new Error(
      `${hitCondition}: The hit count is invalid. Enter a number, or >=, >, ==, <=, < or % and a number.`,
    );
  }
  const [, sign = '==', number] = match;
  const wanted = Number(number);
  switch (sign) {
    case '>=':
      return hits >= wanted;
    case '<=':
      return hits <= wanted;
    case '>':
      return hits > wanted;
    case '<':
      return hits < wanted;
    case '%':
      return hits % wanted === 0;
    default:
      return hits === wanted;
  }
}
