import * as z from 'zod/mini';
import { PerTarget, type RelayTarget } from './handler.ts';

/** What a script that the user did not write is. */
export type ForeignScript = 'framework' | 'wasm' | 'evaluation';

/** The url of the script that stands for all code of .NET and Blazor. */
export const frameworkOrigin = 'dotnet://framework/';
export const frameworkUrl = `${frameworkOrigin}[Framework]`;
/** Its id, which no browser gives. */
export const frameworkScriptId = 'ide-session:framework';

export const scriptSchema = z.looseObject({
  scriptId: z.string(),
  url: z.string(),
  executionContextId: z.optional(z.number()),
  scriptLanguage: z.optional(z.string()),
});
export type ParsedScript = z.output<typeof scriptSchema>;

/** By which the debug proxy names the expressions that it evaluates in the page, about a thousand until the app is up. */
const evaluationUrl = 'cdp://debug/eval.cdp';

/** Scripts of .NET and Blazor in each target, by id. */
export class FrameworkScripts {
  readonly #known = new PerTarget(() => new Map<string, ForeignScript>());

  /** Takes note of a script, and says what it is if the user did not write it. */
  add(script: ParsedScript, target: RelayTarget): ForeignScript | undefined {
    const kind = classify(script);
    if (kind !== undefined) this.#known.of(target).set(script.scriptId, kind);
    return kind;
  }

  /** Takes note of the script that stands for all of them; `false` if that was done before. */
  addFramework(target: RelayTarget): boolean {
    const known = this.#known.of(target);
    if (known.has(frameworkScriptId)) return false;
    known.set(frameworkScriptId, 'framework');
    return true;
  }

  of(scriptId: string, target: RelayTarget): ForeignScript | undefined {
    return this.#known.of(target).get(scriptId);
  }

  /** Forgets the scripts of a page that was left; the next one may use their ids again. */
  clear(target: RelayTarget): void {
    this.#known.of(target).clear();
  }
}

function classify({ scriptLanguage, url }: ParsedScript): ForeignScript | undefined {
  if (url === evaluationUrl) return 'evaluation';
  if (scriptLanguage === 'WebAssembly') return isRuntimeWasm(url) ? 'wasm' : undefined;
  return isFrameworkUrl(url) ? 'framework' : undefined;
}

/** The runtime, or what it compiles while it runs. Modules of the user have other addresses. */
function isRuntimeWasm(url: string): boolean {
  return url.startsWith('wasm://') || isFrameworkUrl(url);
}

/** Whether an address is that of a file of .NET or Blazor. */
export function isFrameworkUrl(url: string): boolean {
  return /^https?:\/\/[^?#]*\/_framework\/[^/?#]+\.(m?js|wasm)([?#]|$)/.test(url);
}
