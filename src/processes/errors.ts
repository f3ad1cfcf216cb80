import { defineErrors } from '../common/errorCatalogue.ts';

/** Errors of programs that could not be started. */
export const runnerErrors = defineErrors({
  WorkingDirectoryNotFound: {
    message: 'Working directory {path} does not exist.',
    remedy: 'Create it, or correct working_directory in the launch configuration.',
  },
  ProgramNotFound: {
    message: 'Program {path} does not exist.',
    remedy: 'Build it, or correct its path in the launch configuration.',
  },
  ProgramNotAFile: {
    message: '{path} is neither a file nor a folder.',
    remedy: 'Correct its path in the launch configuration.',
  },
  RuntimeNotFound: {
    message: '{command} is not installed or not in PATH.',
    remedy: 'Install it, or set its path in the launch configuration.',
  },
  RuntimeNotExecutable: {
    message: 'You do not have permission to execute {command}.',
    remedy: 'Make it executable, or set another program in the launch configuration.',
  },
  RuntimeIsFolder: {
    message: '{command} is a folder, not a program.',
    remedy: 'Set a program in the launch configuration.',
  },
  RuntimeFormatUnknown: {
    message: '{command} is not a program for this machine.',
    remedy: 'If it is a script, add a first line that names its interpreter, such as #!/bin/sh.',
  },
  InterpreterNotFound: {
    message: '{command} could not be started because {interpreter} is missing.',
    remedy: 'Install it, or correct the file.',
  },
  EnvironmentTooLarge: {
    message:
      'The arguments and variables for {command} are larger than the operating system allows: {sizes}.',
    remedy: 'Send fewer or shorter ones.',
  },
  TooManyOpenFiles: {
    message: '{command} could not be started because the host has too many open files.',
    remedy: 'Stop other sessions, or raise the limit (ulimit -n) and restart the host.',
  },
  TooManyFilesOnMachine: {
    message: '{command} could not be started because this machine has too many open files.',
    remedy: 'Close other programs, or raise the limit (fs.file-max).',
  },
  TooManyProcesses: {
    message: '{command} could not be started because there are too many processes.',
    remedy: 'Stop other sessions, or raise the limit (ulimit -u).',
  },
  OutOfMemory: {
    message: '{command} could not be started because this machine is out of memory.',
    remedy: 'Close other programs and start it again.',
  },
  ProgramNotStarted: {
    message: 'The program could not be started: {reason}.',
    remedy: 'Start it again. If it fails again, check the launch configuration.',
  },
  BuildCommandFailed: {
    message: '{command} failed{exitCode}.',
    remedy: 'Correct the errors and start again:\n{output}',
  },
  ProgramNotBuilt: {
    message: 'The program could not be built: {reason}.',
    remedy: 'Start it again. If it fails again, see the output of the build.',
  },
  LaunchNeedsDebugger: {
    message: 'Only the extension that debugs {name} can launch it.',
    remedy: 'Run it in an editor that has this extension.',
  },
  TemporaryFolderUnusable: {
    message: 'No folder could be created in {path}, the folder for temporary files: {reason}.',
    remedy: 'Check its permissions, or set TMPDIR to another folder.',
  },
});
