import type { ProjectFacts } from '../../../src/dotnet/evaluate/projectFacts.ts';
import type { LaunchProfile } from '../../../src/launch/profiles/launchProfile.ts';

/** A built client on Linux, with its dev server. */
export const facts: ProjectFacts = {
  path: '/srv/Shop/Shop.csproj',
  name: 'Shop',
  folder: '/srv/Shop',
  kind: 'client',
  isBlazor: true,
  assemblyName: 'Shop',
  configuration: 'Debug',
  targetFramework: 'net10.0',
  targetFrameworks: ['net10.0'],
  targetPath: '/srv/Shop/bin/Debug/net10.0/Shop.dll',
  runCommand: 'dotnet',
  runArguments: ['/packages/blazor-devserver.dll', '--applicationpath', '/srv/Shop/Shop.dll'],
  runTargetFailure: undefined,
  runWorkingDirectory: '/srv/Shop',
  packageFolder: '/packages',
  debugType: 'portable',
  debugSymbols: true,
  isTrimmed: false,
  wasmDebugLevel: undefined,
  runtimeVersion: '10.0.12',
  projectReferences: [],
  packageReferences: [],
};

/** A profile of the project with these properties. */
export function profile(given: Partial<LaunchProfile> = {}): LaunchProfile {
  return {
    name: 'http',
    settingsFolder: '/srv/Shop/Properties',
    commandName: 'Project',
    applicationUrl: [],
    environmentVariables: {},
    ...given,
  };
}
