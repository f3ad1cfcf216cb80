import type { Clock } from '../../../common/clock.ts';
import type { FolderLink } from '../../../dotnet/files/folderLink.ts';
import type { BreakpointTexts } from '../conditions/breakpointTexts.ts';
import { RuntimeAnswers } from './answers/runtimeAnswers.ts';
import type { StopAnswers } from './answers/stopAnswers.ts';
import { FrameworkScripts } from './frameworkScripts.ts';
import type { RelayHandler } from './handler.ts';
import { arrayPartsHandler } from './handlers/arrayParts.ts';
import { assemblyLoadsHandler } from './handlers/assemblyLoads.ts';
import { blackboxingHandler } from './handlers/blackboxing.ts';
import { breakpointPlacesHandler } from './handlers/breakpointPlaces.ts';
import { conditionsHandler } from './handlers/conditions/conditions.ts';
import { stepKindHandler } from './handlers/steps/stepKind.ts';
import { documentChangesHandler } from './handlers/documents/documentChanges.ts';
import { frameScopesHandler } from './handlers/frameScopes.ts';
import type { HotReloadHandlers } from './handlers/hotReload/hotReloadHandlers.ts';
import { exceptionsHandler } from './handlers/exceptions/exceptions.ts';
import { evaluationHandler } from './handlers/evaluation.ts';
import { forgetCSharpHandler } from './handlers/steps/leftCSharp.ts';
import { justMyCodeHandler } from './handlers/justMyCode.ts';
import { networkHandler } from './handlers/network.ts';
import { resumedHandler } from './handlers/resumed.ts';
import { propertyValuesHandler } from './handlers/propertyValues.ts';
import { plainEnds, runtimeStepsHandler } from './handlers/steps/runtimeSteps.ts';
import { scriptsHandler } from './handlers/scripts.ts';
import { sourceMapPausesHandler } from './handlers/sourceMapPauses.ts';
import { PendingStops } from './pendingStops.ts';
import { PageRuntimes } from './pageRuntimes.ts';
import { StoppedPages } from './stoppedPages.ts';
import { stacksHandler } from './handlers/stacks.ts';
import { sourceUrls } from './cdp/sourceUrls.ts';

export interface PageHandlersOptions {
  readonly clock: Clock;
  readonly justMyCode: boolean;
  /** The symbolic link through which the app's sources were opened. */
  readonly link: FolderLink | undefined;
  /** The conditions and log messages of C# breakpoints. */
  readonly texts: BreakpointTexts;
  /** Absent without hot reload. */
  readonly hotReload?: HotReloadHandlers | undefined;
  /** Replaces or observes what decides about stops besides messages. */
  readonly answer?: ((answers: StopAnswers) => StopAnswers) | undefined;
}

/** Creates the handlers of a page's relay, in order. */
export function pageHandlers({
  answer = (answers) => answers,
  clock,
  hotReload,
  justMyCode,
  link,
  texts,
}: PageHandlersOptions): readonly RelayHandler[] {
  const scripts = new FrameworkScripts();
  const stopped = new StoppedPages();
  const pending = new PendingStops();
  const runtimes = new PageRuntimes(hotReload?.changes);
  const answers = answer(new RuntimeAnswers({ texts, runtimes, link }));
  const reloading = hotReload?.inFrontOfProxy();
  return [
    justMyCodeHandler(justMyCode),
    networkHandler(),
    documentChangesHandler(),
    assemblyLoadsHandler(clock),
    scriptsHandler(scripts),
    sourceUrls(link),
    blackboxingHandler(scripts),
    // These must see the commands that are forwarded.
    breakpointPlacesHandler(),
    ...(reloading ? [reloading.rebinding] : []),
    runtimes.handler(),
    pending.handler(),
    exceptionsHandler({ clock, answers, pending, link }),
    conditionsHandler({ texts, clock, answers, pending }),
    stopped.handler(),
    // Nothing is to be set in copies.
    arrayPartsHandler({ stopped, runtimes }),
    evaluationHandler({ stopped, runtimes }),
    frameScopesHandler(),
    propertyValuesHandler(stopped),
    sourceMapPausesHandler(scripts),
    stepKindHandler(),
    forgetCSharpHandler(),
    runtimeStepsHandler(scripts, plainEnds),
    stacksHandler(scripts),
    // These must see the events that the debugger receives.
    resumedHandler(),
    ...(reloading ? [reloading.stops] : []),
  ];
}
