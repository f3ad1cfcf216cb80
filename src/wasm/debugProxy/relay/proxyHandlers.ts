import { FrameworkScripts } from './frameworkScripts.ts';
import type { RelayHandler } from './handler.ts';
import { runtimeStepsHandler } from './handlers/runtimeSteps.ts';
import { staleStepsHandler } from './handlers/staleSteps.ts';
import { trackedScriptsHandler } from './handlers/trackedScripts.ts';
import { uniqueContextsHandler } from './handlers/uniqueContexts.ts';

/** The handlers of the relay between a debug proxy and its browser, in order; new ones for each relay. */
export function proxyHandlers(): readonly RelayHandler[] {
  const scripts = new FrameworkScripts();
  return [
    uniqueContextsHandler(),
    trackedScriptsHandler(scripts),
    runtimeStepsHandler(scripts),
    staleStepsHandler(),
  ];
}
