// The messages that pass a debug relay and decide which breakpoints and exceptions stop which document of a page.

/** Their methods. */
export const passedMethods = [
  'Debugger.setBreakpointByUrl',
  'Debugger.removeBreakpoint',
  'Debugger.setPauseOnExceptions',
  'Runtime.executionContextCreated',
  'Runtime.executionContextsCleared',
  'Target.attachedToTarget',
  'Target.detachedFromTarget',
] as const;

export type PassedMethod = (typeof passedMethods)[number];

/** From where they reach a relay, or to where they leave it. */
export const passedWays = ['from debugger', 'from browser', 'to debugger', 'to browser'] as const;

export const passedForms = ['command', 'answer', 'event'] as const;

/** Why a command has failed: its location was taken, or something else. */
export const passedFailures = ['taken', 'other'] as const;
