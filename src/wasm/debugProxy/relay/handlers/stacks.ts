import {
  type AsyncStack,
  asyncStackSchema,
  type CallFrame,
  isCSharpFrame,
  pausedSchema,
} from '../cdp/callFrames.ts';
import {
  type FrameworkScripts,
  frameworkScriptId,
  frameworkUrl,
  isFrameworkUrl,
} from '../frameworkScripts.ts';
import {
  answerWith,
  type CommandOutcome,
  type EventOutcome,
  pass,
  refuse,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../handler.ts';
import type { CdpCommand, CdpEvent } from '../cdp/messages.ts';

/** Stands for neighbouring frames of .NET and Blazor. */
const externalFrameId = 'ide-session:external';

/**
 * Replaces frames of .NET, Blazor and the runtime's WebAssembly by one frame "External Code" for those
 * next to each other: a debugger would disassemble the runtime for the latter, which takes seconds.
 */
export function stacksHandler(scripts: FrameworkScripts): RelayHandler {
  return {
    name: 'stacks',
    commands: {
      'Debugger.evaluateOnCallFrame': onFrameCommand,
      'Debugger.restartFrame': onFrameCommand,
      'Debugger.setVariableValue': onFrameCommand,
      'Debugger.getPossibleBreakpoints': ({ params }) =>
        isInFramework(params) ? answerWith({ locations: [] }) : pass,
    },
    events: { 'Debugger.paused': (event, target) => onPaused(event, target, scripts) },
  };
}

function onFrameCommand({ params }: CdpCommand): CommandOutcome {
  const id = (params as { callFrameId?: unknown } | undefined)?.callFrameId;
  return id === externalFrameId ? refuse('External code has no variables.') : pass;
}

function isInFramework(params: unknown): boolean {
  const start = (params as { start?: { scriptId?: unknown } } | undefined)?.start;
  return start?.scriptId === frameworkScriptId;
}

function onPaused(
  { params }: CdpEvent,
  target: RelayTarget,
  scripts: FrameworkScripts,
): EventOutcome {
  const paused = pausedSchema.safeParse(params).data;
  if (paused === undefined) return pass;
  const asyncStackTrace = ownAsyncStack(paused.asyncStackTrace, target, scripts);
  const callFrames = ownFrames(paused.callFrames, target, scripts);
  return replaceBy({ ...paused, callFrames, asyncStackTrace });
}

function ownFrames(
  frames: readonly CallFrame[],
  target: RelayTarget,
  scripts: FrameworkScripts,
): readonly object[] {
  const kept: object[] = [];
  let isAfterExternal = false;
  for (const [index, frame] of frames.entries()) {
    const isForeign = isForeignFrame(frame, target, scripts);
    // Where the page has stopped is shown in any case, but for what would be disassembled.
    const isShown = !isForeign || (index === 0 && !isWasm(frame, target, scripts));
    if (isShown) kept.push(frame);
    else if (!isAfterExternal) kept.push(externalFrame);
    isAfterExternal = !isShown;
  }
  return kept;
}

/** Whether a frame is of .NET or Blazor rather than of the user. */
export function isForeignFrame(
  frame: CallFrame,
  target: RelayTarget,
  scripts: FrameworkScripts,
): boolean {
  if (isCSharpFrame(frame)) return false;
  return (
    scripts.of(frame.location.scriptId, target) !== undefined || isWasm(frame, target, scripts)
  );
}

function isWasm(
  { location, scopeChain, url }: CallFrame,
  target: RelayTarget,
  scripts: FrameworkScripts,
): boolean {
  if (scripts.of(location.scriptId, target) === 'wasm') return true;
  // Code that the runtime has just compiled may not have been announced.
  return url.startsWith('wasm://') && scopeChain[0]?.type === 'wasm-expression-stack';
}

const externalFrame = {
  callFrameId: externalFrameId,
  functionName: 'External Code',
  functionLocation: { scriptId: frameworkScriptId, lineNumber: 0, columnNumber: 0 },
  location: { scriptId: frameworkScriptId, lineNumber: 0, columnNumber: 0 },
  url: frameworkUrl,
  scopeChain: [],
  this: { type: 'undefined' },
  canBeRestarted: false,
};

/** Leaves frames of .NET and Blazor out of a chain of asynchronous calls, and calls that have no others. */
function ownAsyncStack(
  stack: unknown,
  target: RelayTarget,
  scripts: FrameworkScripts,
): AsyncStack | undefined {
  const known = asyncStackSchema.safeParse(stack).data;
  if (known === undefined) return undefined;
  const callFrames = known.callFrames.filter(
    ({ scriptId, url }) => scripts.of(scriptId, target) === undefined && !isFrameworkUrl(url),
  );
  const parent = ownAsyncStack(known.parent, target, scripts);
  return callFrames.length === 0 ? parent : { ...known, callFrames, parent };
}
