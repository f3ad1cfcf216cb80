/** A target framework of clients. */
export type Framework = 'net8.0' | 'net9.0' | 'net10.0' | 'net11.0';

export const frameworks: readonly Framework[] = ['net8.0', 'net9.0', 'net10.0', 'net11.0'];

/** What is done at a stop, to C# that is given as text. */
export type Action =
  /** Evaluates the text. */
  | 'evaluate'
  /** Reads a variable, or a member by its path `a > b`, as the Variables view does. */
  | 'display'
  /** Evaluates the text before a path of members, `code > a > b`, and reads them, as a watch does. */
  | 'open'
  /** Sets what a path names, `a > b = value`, as the Variables view does, and evaluates it again. */
  | 'set'
  /** Steps `over`, `into` or `out`. What is expected is the method, and the text of the line. */
  | 'step'
  /** Evaluates the text in the frame that has called the one of the stop. */
  | 'caller'
  /** Lists the methods of the stack, from the innermost. */
  | 'stack'
  /** Runs the area with a condition at the stop, and evaluates `index` at each hit. */
  | 'condition'
  /** Runs the area with a log message at the stop, and lists what is logged. */
  | 'log'
  /** Brings the page to a stop in a way of `pages.ts`, and evaluates code there: `way: code`. */
  | 'page';

/** Why a case doesn't work, and in clients of which frameworks. */
export interface Gap {
  readonly reason: string;
  readonly frameworks: readonly Framework[];
}

/** One row of the suite. */
export interface Case {
  readonly do: Action;
  readonly code: string;
  /** What the debugger shows. */
  readonly expected: string | RegExp;
  /** Whether a console program can evaluate the text, with the expected value as the result. */
  readonly isPlain: boolean;
  readonly gap?: Gap;
}

/** Methods of a C# file that are run to be stopped at its marked lines. */
export interface Area {
  readonly title: string;
  /** The class in the file of its name; its method Run is called. */
  readonly type: string;
  /** The cases at each stop, which are run in order. Stops are named in the order in which they are reached. */
  readonly stops: Readonly<Record<string, readonly Case[]>>;
}

/** An expression with its value in C#, which a console program checks. */
export function plain(code: string, expected: string): Case {
  return { do: 'evaluate', code, expected, isPlain: true };
}

/** An expression whose value only a debugger can tell, such as one with a private member of another class. */
export function evaluate(code: string, expected: string | RegExp): Case {
  return { do: 'evaluate', code, expected, isPlain: false };
}

/** An assignment with its value, which a console program checks. */
export function assigned(code: string, expected: string): Case {
  return { do: 'evaluate', code, expected, isPlain: true };
}

export function display(code: string, expected: string | RegExp): Case {
  return { do: 'display', code, expected, isPlain: false };
}

export function set(code: string, expected: string | RegExp): Case {
  return { do: 'set', code, expected, isPlain: false };
}

export function step(code: 'over' | 'into' | 'out', expected: string | RegExp): Case {
  return { do: 'step', code, expected, isPlain: false };
}

/** Another action, whose value only a debugger can tell. */
export function act(action: Action, code: string, expected: string | RegExp): Case {
  return { do: action, code, expected, isPlain: false };
}

/** A case that is known not to work, and why. */
export function gap(reason: string, one: Case, of: readonly Framework[] = frameworks): Case {
  return { ...one, gap: { reason, frameworks: of } };
}

/** Whether a case is known not to work in a client of a framework. */
export function isGap({ gap: known }: Case, framework: Framework): boolean {
  return known?.frameworks.includes(framework) === true;
}
