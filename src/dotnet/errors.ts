import { defineErrors } from '../common/errorCatalogue.ts';

const download = 'https://dotnet.microsoft.com/download';

/** Errors of the .NET SDK, projects and builds. */
export const dotnetErrors = defineErrors({
  DotnetNotFound: {
    message: 'The command dotnet was not found.',
    remedy: `Install the .NET SDK (${download}), or add its folder to PATH and restart the editor.`,
  },
  DotnetSdkNotFound: {
    message: 'A .NET runtime is installed, but no SDK.',
    remedy: `Install the .NET SDK (${download}).`,
  },
  DotnetSdkVersionNotFound: {
    message: '{file} requires the .NET SDK {version}, which is not installed{where}.',
    remedy: 'Install it, or change the version in that file.{installed}',
  },
  DotnetSdkRefused: {
    message: '{subject}: {reason}.',
    remedy: 'Install the SDK that is required, or change global.json.',
  },
  GlobalJsonBroken: {
    message: '{file} is invalid: {problem} at line {line}, column {column}.',
    remedy: 'Correct the file.',
  },
  DotnetSdkTooOld: {
    message: 'The .NET SDK is older than 8.0 and cannot evaluate projects.',
    remedy: `Install a later version (${download}).`,
  },
  DotnetSdkTooOldForProject: {
    message: '{reason}.',
    remedy: `Install a later .NET SDK (${download}), or change the target framework.`,
  },
  DotnetSdkTooOldForFile: {
    message: '{file} is a file-based program, which the .NET SDK {version} cannot run.',
    remedy: `Install the .NET SDK 10.0 or later (${download}), or choose a project.`,
  },
  DotnetWorkloadMissing: {
    message: '{reason}.',
    remedy: 'Start the project again when the workload is installed.',
  },
  BuildFailed: {
    message: '{project} could not be built.',
    remedy: 'Correct these errors and start again:\n{errors}',
  },
  BuildFailedWithoutErrors: {
    message: '{project} could not be built: {reason}.',
    remedy: "See the build's output.",
  },
  RestoreFailed: {
    message: '{project} could not be restored.',
    remedy: 'Correct these errors and start again:\n{errors}',
  },
  EvaluationFailed: {
    message: '{path} could not be evaluated: {reason}.',
    remedy: 'Run dotnet msbuild in its folder to see the errors.',
  },
  ProjectBroken: {
    message: '{place}: {problem}.',
    remedy: 'Correct it, then start {project} again.',
  },
  TargetFrameworkNotFound: {
    message: '{project} is not built for {framework}.',
    remedy: 'Choose one of {frameworks}, or add it to the project.',
  },
  ProjectNotFound: {
    message: 'Project {path} does not exist.',
    remedy: 'Correct the path, or create the project.',
  },
  NotAProject: {
    message: '{path} is not a .NET project.',
    remedy: 'Choose a .csproj file, the folder that contains one, or a file-based program.',
  },
  FolderWithoutProject: {
    message: 'Folder {folder} contains no project file.',
    remedy: 'Choose a project, or a folder that contains one.',
  },
  FolderWithProjects: {
    message: 'Folder {folder} contains several project files: {names}.',
    remedy: 'Choose one of them.',
  },
  SolutionNotProject: {
    message: '{path} is a solution.',
    remedy: 'Choose one of its projects.',
  },
  SolutionNotFound: {
    message: 'Solution {path} does not exist.',
    remedy: 'Correct the path.',
  },
  SolutionBroken: {
    message: 'Solution {path} is invalid: {problem}.',
    remedy: 'Correct the file.',
  },
  ClientFolderNotEmpty: {
    message: 'The folder {folder} is not empty.',
    remedy: 'Select an empty folder.',
  },
  ClientNotCreated: {
    message: 'The client {name} could not be created: {reason}.',
    remedy: 'Check with dotnet new list that the SDK has the template blazorwasm.',
  },
  HotReloadUnavailable: {
    message:
      'Changes cannot be applied while the app runs, because the .NET SDK cannot compile them: {reason}.',
    remedy:
      'Restart the session to run your changes. If the .NET SDK is older than 10.0, install a later one.',
  },
  StylesNotBuilt: {
    message: 'The styles of the components in {project} could not be built: {reason}.',
    remedy: 'Correct the cause, then apply the changes again, or restart the session.',
  },
});
