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
  RelayClosed: {
    message: 'The page was closed, or its debugging ended, before {method} was answered.',
    remedy: 'Start the session again.',
  },
});
