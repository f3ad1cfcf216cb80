import type { RecordOf } from '../../trace/schema.ts';

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
  const { breakpoint, method, opened, state, type } = passed;
  switch (method) {
    case 'Debugger.setBreakpointByUrl':
      return { urlRegex: breakpoint, lineNumber: 0, columnNumber: 0 };
    case 'Debugger.removeBreakpoint':
      return { breakpointId: toBreakpointId(breakpoint) };
    case 'Debugger.setPauseOnExceptions':
      return { state };
    case 'Runtime.executionContextCreated':
      return { context: { id: 1 } };
    case 'Runtime.executionContextsCleared':
      return {};
    case 'Target.attachedToTarget':
      return { sessionId: opened, targetInfo: { type } };
    case 'Target.detachedFromTarget':
      return { sessionId: opened };
  }
}

function restoreResult({ breakpoint }: Passed): object {
  return breakpoint === undefined
    ? {}
    : { breakpointId: toBreakpointId(breakpoint), locations: [] };
}

/** The id that a browser gives the breakpoint of `restoreParams`. */
function toBreakpointId(breakpoint: Passed['breakpoint']): string | undefined {
  return breakpoint && `2:0:0:${breakpoint}`;
}
