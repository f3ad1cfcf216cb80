import { FrameworkScripts, scriptSchema } from './frameworkScripts.ts';
import { drop, pass, type RelayHandler } from './handler.ts';
import { agentAnswersHandler } from './handlers/agentAnswers.ts';
import { assemblyBytesHandler, type FindAssembly } from './handlers/assemblyBytes.ts';
import { exceptionRequestsHandler } from './handlers/exceptions/exceptionRequests.ts';
import type { HeldStart } from './handlers/heldStart.ts';
import type { HotReloadHandlers } from './handlers/hotReload/hotReloadHandlers.ts';
import { callerStepsHandler } from './handlers/steps/callerSteps.ts';
import { LeftCSharp } from './handlers/steps/leftCSharp.ts';
import { leftRuntimeHandler } from './handlers/documents/leftRuntime.ts';
import { leftStartsHandler } from './handlers/documents/leftStarts.ts';
import { leftStepsHandler } from './handlers/steps/leftSteps.ts';
import { runtimeStepsHandler } from './handlers/steps/runtimeSteps.ts';
import { scriptStepsHandler } from './handlers/steps/scriptSteps.ts';
import { spansHandler } from './handlers/spans.ts';
import { silentEvaluationsHandler } from './handlers/silentEvaluations.ts';
import { staleStepsHandler } from './handlers/steps/staleSteps.ts';
import { uniqueContextsHandler } from './handlers/uniqueContexts.ts';
import { wideCharsHandler } from './handlers/wideChars.ts';

/** Records the scripts of .NET, and hides those of its own evaluations from the debug proxy. */
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

/** Creates the handlers of the relay between a debug proxy and its browser, in order. */
export function proxyHandlers(
  findAssembly: FindAssembly,
  hotReload?: HotReloadHandlers,
  held?: HeldStart,
): readonly RelayHandler[] {
  const scripts = new FrameworkScripts();
  const left = new LeftCSharp();
  return [
    ...(hotReload?.behindProxy() ?? []),
    uniqueContextsHandler(),
    silentEvaluationsHandler(),
    leftStepsHandler(),
    trackedScriptsHandler(scripts),
    left.handler(),
    scriptStepsHandler(scripts),
    callerStepsHandler(scripts, left),
    runtimeStepsHandler(scripts, left),
    staleStepsHandler(),
    exceptionRequestsHandler(),
    assemblyBytesHandler(findAssembly),
    agentAnswersHandler(),
    spansHandler(),
    wideCharsHandler(),
    leftRuntimeHandler(),
    // The start of a runtime that is held may be left, too.
    ...(held ? [held.handler()] : []),
    leftStartsHandler(),
  ];
}
