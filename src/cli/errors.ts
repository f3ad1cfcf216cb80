import { defineErrors } from '../common/errorCatalogue.ts';

/** Errors of the command line. */
export const cliErrors = defineErrors({
  WrongUsage: {
    message: '{problem}.',
    remedy: 'See {command} --help.',
  },
  WorkspaceNotFound: {
    message: 'The workspace folder {path} does not exist.',
    remedy: 'Create it, or correct --workspace.',
  },
  CommandNotStarted: {
    message: '{command} could not be started: {reason}.',
    remedy: 'Correct the command after --.',
  },
  CurrentFolderNotFound: {
    message: 'The current folder was deleted.',
    remedy: 'Change to another folder and start again.',
  },
  FileUnreadable: {
    message: '{file} could not be read: {reason}.',
    remedy: 'Correct the file or its path.',
  },
  ReportNotCreated: {
    message: 'The session host could not create a report.',
    remedy: '{reason}',
  },
  ReportNotWritten: {
    message: 'The report could not be written to {file}: {reason}.',
    remedy: 'Choose another --file.',
  },
  NoHost: {
    message: 'No session host is running.',
    remedy: 'Open a trusted folder in an editor with the extension, or run ide-session-host serve.',
  },
  HostNotFound: {
    message: 'No running session host has the pid or workspace folder {host}.',
    remedy: 'Choose one that ide-session-host hosts lists.',
  },
  SeveralHosts: {
    message: 'Several session hosts are running: {hosts}.',
    remedy: 'Choose one with --host PID, or change to a folder of its workspace.',
  },
  HostGone: {
    message: 'The session host has ended or does not answer.',
    remedy: 'See the running hosts with ide-session-host hosts.',
  },
  RequestRefused: {
    message: 'The session host refused the request: {reason}.',
    remedy: 'Correct the request.',
  },
  SessionNotFound: {
    message: 'The session does not exist: {reason}.',
    remedy: 'See ide-session-host sessions list.',
  },
  SessionEnded: {
    message: 'Session {name} has ended, so it cannot be restarted.',
    remedy: 'Start a new one with ide-session-host sessions start.',
  },
  SessionNotRecreated: {
    message: 'The program of session {name} was not replaced.',
    remedy: '{reason}',
  },
  SessionLeft: {
    message: 'Session {name} is still being stopped.',
    remedy: 'See its state with ide-session-host sessions get {name}.',
  },
  StartLeft: {
    message: 'The session may still start.',
    remedy: 'See it with ide-session-host sessions list.',
  },
  ExitCodeUnknown: {
    message: 'Session {name} has ended, but the exit code of its program is not known.',
    remedy: 'See ide-session-host sessions describe {name}.',
  },
  TimedOut: {
    message: 'The command has not finished within {seconds} s.',
    remedy: 'Raise --timeout, or see the state with ide-session-host sessions list.',
  },
  TargetNotFound: {
    message: 'There is neither a file nor a debug configuration in launch.json named {target}.',
    remedy: 'Correct the path or the name.',
  },
  UnknownTarget: {
    message: '{path} is not a project or script that can be run.',
    remedy: 'Name a .NET project, a script, or a file with a launch configuration with -f.',
  },
  SeveralProjects: {
    message: 'The folder {path} contains several projects: {projects}.',
    remedy: 'Name one of them.',
  },
  LaunchJsonInvalid: {
    message: '{path} is not a valid launch.json.',
    remedy: 'Correct it in the editor.',
  },
  VariableUnknown: {
    message: 'The variable {variable} in launch.json is only known in the editor.',
    remedy: 'Start the configuration there, or replace the variable.',
  },
  ConfigurationNotStartable: {
    message: 'The debug configuration {name} in {path} can only be started in the editor.',
    remedy: 'Start it there, or name its project or script.',
  },
  ControllerNotStartable: {
    message: 'The debug configuration {name} in {path} starts a controller, not a session.',
    remedy:
      'Start it in the editor, or run it with ide-session-host serve -- COMMAND, or in a terminal with the variables that ide-session-host env prints.',
  },
  RunningBrowserNotStartable: {
    message:
      'The debug configuration {name} in {path} attaches to a running browser. Only the editor can do that.',
    remedy: 'Start it there, or remove port and address to open the page in another browser.',
  },
  SessionFileUnknown: {
    message: '{path} contains neither an IdeSession nor a launch configuration.',
    remedy: 'Add a kind and a spec, or a type.',
  },
});
