import type { RecordOf } from '../../trace/schema.ts';
import { loadMarker } from '../../wasm/debugProxy/relay/assemblyLoadsScript.ts';
import { restoreBreakpointId, restorePattern, restoreScript, restoreStop } from './restoredStop.ts';

type Passed = RecordOf<'passed'>;

/** How a browser says that there is a breakpoint at a location. */
const taken = 'Breakpoint at specified location already exists.';

/** Returns a message that has what a trace knows of it. `id` is that of its command. */
export function restoreMessage(passed: Passed, id: number | undefined): object {
  const { failure, form, method, target: sessionId } = passed;
  if (form !== 'answer') return { id, method, params: restoreParams(passed), sessionId };
  if (failure === undefined) return { id, result: restoreResult(passed), sessionId };
  return { id, error: { code: -32000, message: failure === 'taken' ? taken : failure }, sessionId };
}

function restoreParams(passed: Passed): object {
  const { context = 1, method, opened, state, step: kind, type } = passed;
  switch (method) {
    case 'Debugger.setBreakpointByUrl':
      return { urlRegex: toPattern(passed), lineNumber: 0, columnNumber: 0 };
    case 'Debugger.removeBreakpoint':
      return { breakpointId: toBreakpointId(passed) };
    case 'Debugger.setPauseOnExceptions':
      return { state };
    case 'Runtime.executionContextCreated':
      return { context: { id: context } };
    case 'Debugger.scriptParsed':
      return passed.loaded === undefined ? {} : restoreScript(passed.loaded);
    case 'Debugger.paused':
      return passed.stop === undefined ? {} : restoreStop(passed.stop);
    case 'Runtime.consoleAPICalled':
      return { type: 'debug', args: [{ type: 'string', value: loadMarker }] };
    case 'IdeSession.stepKind':
      return { kind };
    case 'Debugger.pause':
    case 'Debugger.resume':
    case 'Debugger.resumed':
    case 'Debugger.stepInto':
    case 'Debugger.stepOut':
    case 'Debugger.stepOver':
    case 'IdeSession.breakpointsRebound':
    case 'IdeSession.keepSteps':
    case 'IdeSession.leftCSharp':
    case 'IdeSession.linesMoved':
    case 'Runtime.executionContextsCleared':
    case 'Runtime.releaseObjectGroup':
      return {};
    case 'Target.attachedToTarget':
      return { sessionId: opened, targetInfo: { type } };
    case 'Target.detachedFromTarget':
      return { sessionId: opened };
  }
}

function restoreResult(passed: Passed): object {
  return passed.breakpoint === undefined
    ? {}
    : { breakpointId: toBreakpointId(passed), locations: [] };
}

function toPattern({ breakpoint, isCSharp }: Passed): string | undefined {
  return breakpoint && restorePattern(breakpoint, isCSharp === true);
}

/** The id that a browser gives the breakpoint of `restoreParams`. */
function toBreakpointId(passed: Passed): string | undefined {
  const pattern = toPattern(passed);
  return pattern && restoreBreakpointId(pattern);
}
