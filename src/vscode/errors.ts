import { defineErrors } from '../common/errorCatalogue.ts';

/** The failures that only an editor has. */
export const editorErrors = defineErrors({
  UntrustedWorkspace: {
    message: 'This workspace is not trusted, so nothing is started in it.',
    remedy: 'Trust it with the command Workspaces: Manage Workspace Trust.',
  },
  TraceOff: {
    message: 'Nothing is recorded in this window.',
    remedy: 'Set ideSessionHost.trace to ring or on, and reload the window.',
  },
  TraceWithSecret: {
    message: 'The trace was not saved, because it contains the value of {name}.',
    remedy: 'Report this as a security problem of IDE Session Host.',
  },
  TraceNotSaved: {
    message: 'The trace could not be saved to {path}: {reason}.',
    remedy: 'Choose another file.',
  },
  ApiOff: {
    message: 'The Kubernetes API of this window is off.',
    remedy: 'Turn on the setting ideSessionHost.api.',
  },
  NoAppFound: {
    message: 'This workspace contains no .NET project that can be started.',
    remedy: 'Open the folder that contains the project, or set the project in launch.json.',
  },
  NoProjectOfFile: {
    message: 'No .NET project of the workspace contains the file {file}.',
    remedy: 'Open the folder that contains the project.',
  },
  DebuggerMissing: {
    message: 'No extension that debugs {debugType} is installed.',
    remedy: 'Install one, or set ideSessionHost.withoutDebugger to run.',
  },
  DebugAdapterMissing: {
    message: '{name} cannot be run, because no extension that debugs {debugType} is installed.',
    remedy: 'Install one and start it again.',
  },
  ProgramNotDebuggable: {
    message: '{name} cannot be debugged: {reason}.',
    remedy: 'Start it without debugging, or set ideSessionHost.withoutDebugger to run.',
  },
  DebuggerNotStarted: {
    message: '{debugType} could not debug {name}: {reason}.',
    remedy: 'Start it again, or start it without debugging.\n{output}',
  },
  DebuggerNotAttached: {
    message: '{debugType} could not be attached to {name}: {reason}.',
    remedy: 'Start it again.',
  },
  DebugSessionNotStarted: {
    message: 'The debug session of {name} could not be started: {reason}.',
    remedy: 'Start it again.',
  },
  CSharpExtensionMissing: {
    message:
      'The setting ideSessionHost.blazor.debugger is csharp, but the C# extension ({extension}) is not installed.',
    remedy: 'Install it, or change the setting to auto.',
  },
  LaunchTypeTaken: {
    message: 'The launch configuration type {type} is already registered.',
    remedy: 'Dispose of its registration first.',
  },
  LaunchTypeFailed: {
    message: 'The extension that registered {type} reported a failure: {reason}.',
    remedy: 'Correct the launch configuration, or report this to the authors of the extension.',
  },
  LaunchTypeWithoutDebugType: {
    message: 'The extension that registered {type} returned a debug configuration without a type.',
    remedy: 'Report this to the authors of the extension.',
  },
  SessionUnknown: {
    message: 'There is no session {name} in this window.',
    remedy: 'Use the name of one that listSessions returns.',
  },
});
