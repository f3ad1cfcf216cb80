import * as z from 'zod/mini';
import { PerTarget, type RelayTarget } from './handler.ts';
import { pageScriptUrl } from './assemblyLoadsScript.ts';

/** The kind of a script that is not user code. */
export type ForeignScript = 'framework' | 'wasm' | 'evaluation';

/** The URL of the script that represents all code of .NET and Blazor. */
export const frameworkOrigin = 'dotnet://framework/';
export const frameworkUrl = `${frameworkOrigin}[Framework]`;
/** Its id, which browsers don't use. */
export const frameworkScriptId = 'ide-session:framework';

export const scriptSchema = z.looseObject({
  scriptId: z.string(),
  url: z.string(),
  executionContextId: z.optional(z.number()),
  scriptLanguage: z.optional(z.string()),
});
export type ParsedScript = z.output<typeof scriptSchema>;

/** The URL of expressions that the debug proxy evaluates in the page, about a thousand until the app has started. */
export const evaluationUrl = 'cdp://debug/eval.cdp';

/** The scripts of .NET and Blazor in each target, by id. */
export class FrameworkScripts {
  readonly #known = new PerTarget(() => new Map<string, ForeignScript>());

  /** Records a script and returns its kind if it is not user code. */
  add(script: ParsedScript, target: RelayTarget): ForeignScript | undefined {
    const kind = classify(script);
    if (kind !== undefined) this.#known.of(target).set(script.scriptId, kind);
    return kind;
  }

  /** Records the script that represents all of them. Returns `false` if it was recorded before. */
  addFramework(target: RelayTarget): boolean {
    const known = this.#known.of(target);
    if (known.has(frameworkScriptId)) return false;
    known.set(frameworkScriptId, 'framework');
    return true;
  }

  of(scriptId: string, target: RelayTarget): ForeignScript | undefined {
    return this.#known.of(target).get(scriptId);
  }

  /** The ids of all scripts of some kinds. */
  getIds(kinds: readonly ForeignScript[], target: RelayTarget): readonly string[] {
    return [...this.#known.of(target)].filter(([, kind]) => kinds.includes(kind)).map(([id]) => id);
  }

  /** Forgets the scripts of a page after a navigation, since their ids may be reused. */
  clear(target: RelayTarget): void {
    this.#known.of(target).clear();
  }
}

/** The kind of a script that is not user code. */
export function classify({ scriptLanguage, url }: ParsedScript): ForeignScript | undefined {
  if (url === evaluationUrl) return 'evaluation';
  if (scriptLanguage === 'WebAssembly') return isRuntimeWasm(url) ? 'wasm' : undefined;
  return isFrameworkUrl(url) || url === pageScriptUrl ? 'framework' : undefined;
}

/** Whether it is the runtime, or code that it has compiled. Modules of the user have other URLs. */
function isRuntimeWasm(url: string): boolean {
  return url.startsWith('wasm://') || isFrameworkUrl(url);
}

/** Whether a URL is that of a file of .NET or Blazor. */
export function isFrameworkUrl(url: string): boolean {
  return /^https?:\/\/[^?#]*\/_framework\/[^/?#]+\.(m?js|wasm)([?#]|$)/.test(url);
}
