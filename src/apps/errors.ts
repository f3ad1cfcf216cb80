import { defineErrors } from '../common/errorCatalogue.ts';

/** The failures of launches of apps. */
export const appErrors = defineErrors({
  ProjectNotRunnable: {
    message: '{project} is a library, which cannot be started.',
    remedy:
      'Start a project that uses it, or add a launch profile whose commandName is Executable.',
  },
  RunTargetFailed: {
    message:
      '{project} cannot be started, because its target ComputeRunArguments failed: {reason}.',
    remedy: 'Correct the target, then start {project} again.',
  },
  NotWebAssembly: {
    message: '{path} is neither a WebAssembly client nor a server that references one.',
    remedy: 'Choose the project of the client.',
  },
  BrowserCrashed: {
    message: 'The browser ended unexpectedly{exitCode}.',
    remedy:
      'Start the session again. If it happens again, update the browser, or set another one in ideSessionHost.blazor.browser.',
  },
  LaunchFailed: {
    message: '{name} could not be launched: {reason}.',
    remedy: 'Start it again. If it fails again, see the log of IDE Session Host.',
  },
});
