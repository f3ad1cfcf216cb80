import { wasmErrors } from '../../errors.ts';

/** The condition, hit condition and log message of a breakpoint, as the user wrote them. */
export interface BreakpointText {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
}

/** The user's breakpoints in C#. */
export interface BreakpointTexts {
  /** Returns the texts of the breakpoint at a one-based line of a source, if it has any. */
  at(path: string, line: number): BreakpointText | undefined;
  /** Called with the reason why the condition or log message of a breakpoint can't be evaluated. */
  failed(path: string, line: number, message: string): void;
}

const hitPattern = /^\s*(>=|<=|={1,3}|>|<|%)?\s*(\d+)\s*$/;

/** Evaluates a hit condition of VS Code: `5`, `>= 5`, `% 2`. Throws an Error if it is invalid. */
export function isHit(hits: number, hitCondition: string): boolean {
  const match = hitPattern.exec(hitCondition);
  if (match === null) {
    throw wasmErrors.HitCountInvalid({ hitCondition });
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
