import { type FrameworkScripts, scriptSchema } from '../frameworkScripts.ts';
import { drop, pass, type RelayHandler } from '../handler.ts';

/** Takes note of the scripts of .NET, and spares the debug proxy those of its own evaluations. */
export function trackedScriptsHandler(scripts: FrameworkScripts): RelayHandler {
  return {
    name: 'tracked scripts',
    events: {
      'Debugger.scriptParsed': ({ params }, target) => {
        const { data: script } = scriptSchema.safeParse(params);
        const kind = script && scripts.add(script, target);
        return kind === 'evaluation' ? drop : pass;
      },
      'Runtime.executionContextsCleared': (_, target) => {
        scripts.clear(target);
        return pass;
      },
    },
  };
}
