// The messages that pass a debug relay and decide which breakpoints and exceptions stop which document of a page, and
// its stops.

/** Their methods. */
export const passedMethods = [
  'Debugger.setBreakpointByUrl',
  'Debugger.removeBreakpoint',
  'Debugger.setPauseOnExceptions',
  'Runtime.executionContextCreated',
  'Runtime.executionContextsCleared',
  'Target.attachedToTarget',
  'Target.detachedFromTarget',
  'Debugger.scriptParsed',
  'Debugger.paused',
  'Debugger.resumed',
  'Debugger.pause',
  'Debugger.resume',
  'Debugger.stepInto',
  'Debugger.stepOver',
  'Debugger.stepOut',
  'Runtime.consoleAPICalled',
  'Runtime.releaseObjectGroup',
  'IdeSession.stepKind',
  'IdeSession.leftCSharp',
  'IdeSession.keepSteps',
  'IdeSession.linesMoved',
  'IdeSession.breakpointsRebound',
] as const;

export type PassedMethod = (typeof passedMethods)[number];

/** From where they reach a relay, or to where they leave it. */
export const passedWays = ['from debugger', 'from browser', 'to debugger', 'to browser'] as const;

export const passedForms = ['command', 'answer', 'event'] as const;

/** Why a command has failed: its location was taken, or something else. */
export const passedFailures = ['taken', 'other'] as const;

/** How a page goes on after a stop. */
export const passedSteps = ['run', 'step', 'stepInto', 'stepOut'] as const;

/** What a console call is: the end of a load of an assembly, or a log message of a breakpoint. */
export const passedConsoles = ['load', 'log'] as const;
