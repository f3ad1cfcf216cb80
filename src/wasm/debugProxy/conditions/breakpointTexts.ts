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

/** How the number of hits is compared, and with what. */
interface HitCondition {
  readonly sign: '==' | '>=' | '<=' | '>' | '<' | '%' | 'other';
  readonly number: number;
}

/** Evaluates a hit condition of VS Code: `5`, `>= 5`, `% 2`. Throws an Error if it is invalid. */
export function isHit(hits: number, hitCondition: string): boolean {
  const { number: wanted, sign } = readHitCondition(hitCondition);
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
    case '==':
      return hits === wanted;
    case 'other':
      throw wasmErrors.HitCountInvalid({ hitCondition });
  }
}

/** Reads a hit condition; its sign is `other` if it is invalid. */
export function readHitCondition(hitCondition: string): HitCondition {
  const match = hitPattern.exec(hitCondition);
  if (match === null) return { sign: 'other', number: 0 };
  const [, sign = '==', digits] = match;
  const number = Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
  return { sign: sign.startsWith('=') ? '==' : (sign as HitCondition['sign']), number };
}
