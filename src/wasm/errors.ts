import { defineErrors } from '../common/errorCatalogue.ts';

/** The failures of C# debugging in the browser. */
export const wasmErrors = defineErrors({
  DebugProxyNotFound: {
    message: 'C# cannot be debugged in the browser, because {reason}.',
    remedy: 'Add {reference} to an ItemGroup of {project}, then run dotnet restore.',
  },
  DebugProxyNotStarted: {
    message:
      'The debug proxy of .NET {version} could not be started, so C# cannot be debugged in the browser.',
    remedy: 'Install the .NET runtime that it requires, or restore the project again. {output}',
  },
  ExpressionFailed: {
    message: '{expression}: {reason}.',
    remedy: 'Correct the condition or log message of the breakpoint.',
  },
  ConditionNotBool: {
    message: '{condition}: The condition is not a bool.',
    remedy: 'Enter an expression that is true or false.',
  },
  ConditionTimedOut: {
    message: 'The page did not answer within {seconds} seconds, so it stops here.',
    remedy: 'Continue, or enter a simpler condition.',
  },
  HitCountInvalid: {
    message: '{hitCondition}: The hit count is invalid.',
    remedy: 'Enter a number, or >=, >, ==, <=, < or % and a number.',
  },
  RelayClosed: {
    message: 'The page was closed, or its debugging ended, before {method} was answered.',
    remedy: 'Start the session again.',
  },
});
