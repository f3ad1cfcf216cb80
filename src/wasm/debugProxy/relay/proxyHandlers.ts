import { FrameworkScripts, scriptSchema } from './frameworkScripts.ts';
import { drop, pass, type RelayHandler } from './handler.ts';
import { LeftCSharp } from './handlers/leftCSharp.ts';
import { runtimeStepsHandler } from './handlers/runtimeSteps.ts';
import { staleStepsHandler } from './handlers/staleSteps.ts';
import { uniqueContextsHandler } from './handlers/uniqueContexts.ts';

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

/** The handlers of the relay between a debug proxy and its browser, in order; new ones for each relay. */
export function proxyHandlers(): readonly RelayHandler[] {
  const scripts = new FrameworkScripts();
  const left = new LeftCSharp();
  return [
    uniqueContextsHandler(),
    trackedScriptsHandler(scripts),
    left.handler(),
    runtimeStepsHandler(scripts, left),
    staleStepsHandler(),
  ];
}
