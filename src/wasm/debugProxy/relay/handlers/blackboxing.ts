import * as z from 'zod/mini';
import type { FrameworkScripts } from '../frameworkScripts.ts';
import { answerWith, pass, type RelayHandler, replaceBy } from '../handler.ts';

const patternsSchema = z.looseObject({ patterns: z.array(z.string()) });
const rangesSchema = z.looseObject({ scriptId: z.string() });

/** Scripts in which the runtime stops for the debug proxy. Browsers don't stop in blackboxed scripts. */
const stoppingScripts = ['dotnet', 'dotnet.runtime', 'dotnet.native'].flatMap((name) =>
  ['http://localhost:5000', 'https://localhost:5001/app'].map(
    (base) => `${base}/_framework/${name}.a1b2c3d4e5.js`,
  ),
);

/** Excludes scripts of the runtime from blackboxing, since the user's skipFiles would otherwise disable C# debugging. */
export function blackboxingHandler(scripts: FrameworkScripts): RelayHandler {
  return {
    name: 'blackboxing',
    commands: {
      'Debugger.setBlackboxPatterns': ({ params }) => {
        const { data } = patternsSchema.safeParse(params);
        if (data === undefined) return pass;
        const patterns = data.patterns.filter((pattern) => !hitsRuntime(pattern));
        return patterns.length === data.patterns.length ? pass : replaceBy({ ...data, patterns });
      },
      'Debugger.setBlackboxedRanges': ({ params }, target) => {
        const scriptId = rangesSchema.safeParse(params).data?.scriptId;
        const isOurs = scriptId !== undefined && scripts.of(scriptId, target) !== undefined;
        return isOurs ? answerWith({}) : pass;
      },
    },
  };
}

function hitsRuntime(pattern: string): boolean {
  try {
    const expression = new RegExp(pattern, 'i');
    return stoppingScripts.some((url) => expression.test(url));
  } catch {
    // The browser reports the error.
    return false;
  }
}
