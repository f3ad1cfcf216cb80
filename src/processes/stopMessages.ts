// What is told of the scripts and stops of a page, without sources and values.

/** What a script is to the relay. `external` is the one that represents all of the framework. */
type ScriptKind = 'csharp' | 'user' | 'framework' | 'wasm' | 'evaluation' | 'hold' | 'external';

/** A script that a page has loaded. */
export interface PassedScript {
  readonly script: string;
  readonly kind: ScriptKind;
  readonly url?: string;
  /** The execution context. */
  readonly context?: number;
}

/** Adjacent frames of a stopped page in one script. `external` ones represent frames that are left out. */
export interface PassedFrames {
  readonly form: 'csharp' | 'script' | 'wasm' | 'external';
  readonly count: number;
  /** The script, and the place of the innermost one. */
  readonly script?: string;
  readonly line?: number;
  readonly column?: number;
  /** Present if the function is one in which the page stops for the debug proxy or the relay. */
  readonly role?: 'for proxy' | 'hold';
}

/** A breakpoint that was hit. */
interface PassedHit {
  readonly breakpoint: string;
  /** Whether it is in a source of C#. */
  readonly isCSharp?: boolean;
}

/** Why and where a page has stopped. */
export interface PassedStop {
  readonly reason: string;
  readonly hits: readonly PassedHit[];
  /** Innermost first. */
  readonly frames: readonly PassedFrames[];
  /** The runtime's number of an exception of C#. */
  readonly exception?: number;
  readonly isUncaught?: boolean;
  /** Whether the debug proxy itself has caused the exception. */
  readonly isOfProxy?: boolean;
  /** The script before which the page stops. */
  readonly before?: string;
}

/** What the relay found out to decide about a stop. */
export interface StopAnswer {
  readonly target: string | undefined;
  readonly question: 'breakpoint' | 'condition' | 'message' | 'thrower' | 'end' | 'text';
  readonly answer:
    | 'texts'
    | 'none'
    | 'true'
    | 'false'
    | 'done'
    | 'failed'
    | 'gone'
    | 'user'
    | 'compiler'
    | 'framework'
    | 'caught'
    | 'uncaught'
    | 'external';
  readonly breakpoint?: string;
  readonly condition?: string | undefined;
  readonly message?: string | undefined;
  /** The hit count of a log message. */
  readonly hits?: { readonly sign: string; readonly number: number } | undefined;
}
