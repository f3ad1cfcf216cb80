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

/** The id of a frame that represents adjacent frames of .NET and Blazor. */
export const externalFrameId = 'ide-session:external';

/**
 * Replaces adjacent frames of .NET, Blazor and the runtime's WebAssembly by one frame "External Code". For
 * WebAssembly frames the debugger would disassemble the runtime, which takes seconds.
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
    // The top frame is always shown, unless it would be disassembled.
    const isShown = !isForeign || (index === 0 && !isWasm(frame, target, scripts));
    if (isShown) kept.push(frame);
    else if (!isAfterExternal) kept.push(externalFrame);
    isAfterExternal = !isShown;
  }
  return kept;
}

/** Whether a frame is one of .NET or Blazor rather than user code. */
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
  // Code that the runtime has just compiled may not be announced yet.
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

/** Removes frames of .NET and Blazor from a chain of asynchronous calls, and calls without other frames. */
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
