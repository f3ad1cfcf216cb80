import type { PassedScript, PassedStop } from '../../../../processes/stopMessages.ts';

/**
 * How many scripts of a document are told when they are loaded. Others are told when the page stops in them, as
 * the expressions that a debugger evaluates.
 */
const maxTold = 200;

/** The URL of an expression of js-debug, or of another debugger. */
const expressionUrl = /^(eval-[0-9a-f]+\.(cdp|repl))?$/;

/** A script of the present document of a page. */
interface Known {
  readonly script: PassedScript;
  isTold: boolean;
  /** Whether the debugger was told of it. */
  isForwarded: boolean;
}

/** Chooses which scripts are told, so that a large app doesn't displace everything else from a trace. */
export class ToldScripts {
  readonly #targets = new Map<string | undefined, Map<string, Known>>();

  /** Whether a script that a page has loaded is told. */
  add(target: string | undefined, script: PassedScript): boolean {
    const known = this.#of(target);
    const isTold =
      known.get(script.script)?.isTold ?? (known.size < maxTold && !isExpression(script));
    known.set(script.script, { script, isTold, isForwarded: false });
    return isTold;
  }

  /** Whether it is told that the debugger gets a script. */
  forward(target: string | undefined, { script }: PassedScript): boolean {
    const known = this.#of(target).get(script);
    if (known === undefined) return true;
    known.isForwarded = true;
    return known.isTold;
  }

  /** Returns the scripts in which a page has stopped and that are to be told now. */
  takeOf(target: string | undefined, { frames }: PassedStop): readonly Known[] {
    const known = this.#of(target);
    const late = new Set(frames.flatMap(({ script }) => known.get(script ?? '') ?? []));
    const untold = [...late].filter(({ isTold }) => !isTold);
    for (const one of untold) one.isTold = true;
    return untold;
  }

  /** Forgets the scripts of a document that was left, or of a target that was detached. */
  clear(target: string | undefined): void {
    this.#targets.delete(target);
  }

  #of(target: string | undefined): Map<string, Known> {
    const known = this.#targets.get(target) ?? new Map<string, Known>();
    this.#targets.set(target, known);
    return known;
  }
}

function isExpression({ kind, url = '' }: PassedScript): boolean {
  return kind === 'user' && expressionUrl.test(url);
}
