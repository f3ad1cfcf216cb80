// What a project runs by with each kind of launch profile, and where that is not what `dotnet run` does.

/** What a program was run with. */
export interface Ran {
  readonly args: readonly string[];
  /** Relative to the project's folder. */
  readonly folder: string;
  /** Those of the probed variables that it had. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The variables that the program tells of. */
export const probed = ['INHERITED', 'OTHER', 'GIVEN', 'ASPNETCORE_URLS', 'DOTNET_LAUNCH_PROFILE'];

/** The variables that the program inherits. */
export const inherited = { INHERITED: 'from the host', OTHER: 'other' };

export interface ProfileCase {
  readonly title: string;
  /** `Hostless`, whose program is run by the command `dotnet`; if absent `Probe`, whose program is a command itself. */
  readonly project?: string;
  /** The profile as the launch settings have it, by the name that follows unless another is asked for. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly asked?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What differs from a run without arguments in the project's folder with inherited variables only. */
  readonly expected: Partial<Ran>;
  /** Where `dotnet run` does otherwise. */
  readonly byDotnetRun?: Partial<Ran>;
}

const project = { commandName: 'Project' };

/** A program other than the project's own that tells the same. */
const executable = { commandName: 'Executable', executablePath: 'bin/Debug/net10.0/Probe' };

function named(
  DOTNET_LAUNCH_PROFILE: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return { ...inherited, DOTNET_LAUNCH_PROFILE, ...more };
}

export const profileCases: readonly ProfileCase[] = [
  {
    title: 'a profile that says nothing only gives its name',
    name: 'bare',
    settings: project,
    expected: { variables: named('bare') },
  },
  {
    title: 'arguments are split by quotes and backslashes',
    name: 'arguments',
    settings: {
      ...project,
      commandLineArgs: String.raw`one "two words" "" a\"b 'single quotes' c\\d "e\\" "f""g"  last`,
    },
    expected: {
      args: ['one', 'two words', '', 'a"b', "'single", "quotes'", 'c\\\\d', 'e\\', 'f"g', 'last'],
      variables: named('arguments'),
    },
  },
  {
    title: "arguments of the request replace the profile's",
    name: 'replaced',
    settings: { ...project, commandLineArgs: 'of the profile' },
    args: ['of the request', 'too'],
    expected: { args: ['of the request', 'too'], variables: named('replaced') },
  },
  {
    title: 'no arguments of the request replace them as well',
    name: 'emptied',
    settings: { ...project, commandLineArgs: 'of the profile' },
    args: [],
    expected: { args: [], variables: named('emptied') },
    // It can't be told that.
    byDotnetRun: { args: ['of', 'the', 'profile'] },
  },
  {
    title: "arguments follow the project's own",
    project: 'Hostless',
    name: 'following',
    settings: { ...project, commandLineArgs: 'of the profile' },
    expected: { args: ['of', 'the', 'profile'], variables: named('following') },
    // It leaves them out, since the command has arguments already.
    byDotnetRun: { args: [] },
  },
  {
    title: 'variables of the profile cover inherited ones and may hold them',
    name: 'variables',
    settings: {
      ...project,
      environmentVariables: { INHERITED: '%INHERITED%, covered', GIVEN: '%NO_SUCH% 100% %%' },
    },
    expected: {
      variables: named('variables', {
        INHERITED: 'from the host, covered',
        GIVEN: '%NO_SUCH% 100% %%',
      }),
    },
  },
  {
    title: 'variables of the request cover those of the profile',
    name: 'covered',
    settings: {
      ...project,
      environmentVariables: { INHERITED: 'profile', OTHER: 'profile', GIVEN: 'profile' },
    },
    env: { GIVEN: 'request %OTHER%', INHERITED: '' },
    expected: {
      variables: named('covered', { INHERITED: '', OTHER: 'profile', GIVEN: 'request %OTHER%' }),
    },
  },
  {
    title: 'variables are expanded in arguments too',
    name: 'expanded',
    settings: { ...project, commandLineArgs: '"%INHERITED%" %OTHER% %OTHER' },
    expected: { args: ['from the host', 'other', '%OTHER'], variables: named('expanded') },
  },
  {
    title: 'addresses become a variable',
    name: 'addresses',
    settings: { ...project, applicationUrl: 'https://localhost:7016;http://localhost:5275' },
    expected: {
      variables: named('addresses', {
        ASPNETCORE_URLS: 'https://localhost:7016;http://localhost:5275',
      }),
    },
  },
  {
    title: "a profile's variable beats its addresses, and may call it by another name",
    name: 'own addresses',
    settings: {
      ...project,
      applicationUrl: 'http://localhost:5275',
      environmentVariables: {
        ASPNETCORE_URLS: 'http://*:81',
        DOTNET_LAUNCH_PROFILE: 'by another name',
      },
    },
    expected: { variables: named('by another name', { ASPNETCORE_URLS: 'http://*:81' }) },
  },
  {
    title: 'names are the same in any case',
    name: 'Größe ΟΔΟΣ',
    asked: 'gRÖßE οδος',
    settings: { ...project, commandLineArgs: 'found' },
    expected: { args: ['found'], variables: named('Größe ΟΔΟΣ') },
    // It is called as it was asked for.
    byDotnetRun: { variables: named('gRÖßE οδος') },
  },
  {
    title: 'a name that no profile has leads to none',
    name: 'found nowhere',
    expected: {},
  },
  {
    title: 'an entry that is not an object leads to none',
    name: 'old',
    expected: {},
  },
  {
    title: 'a profile for a server of others leads to none',
    name: 'IIS',
    settings: { commandName: 'IISExpress', environmentVariables: { GIVEN: 'by IIS' } },
    expected: {},
  },
  {
    title: 'a profile without a command leads to none',
    name: 'commandless',
    settings: { environmentVariables: { GIVEN: 'by nothing' } },
    expected: {},
  },
  {
    title: 'a command in another case is none',
    name: 'lower',
    settings: { commandName: 'project', environmentVariables: { GIVEN: 'by a project' } },
    expected: {},
  },
  {
    title: 'an executable without a path leads to none',
    name: 'pathless',
    settings: { commandName: 'Executable', environmentVariables: { GIVEN: 'by nothing' } },
    expected: {},
  },
  {
    title: "an executable runs in the project's folder, and is told no addresses",
    name: 'executable',
    settings: {
      ...executable,
      commandLineArgs: 'a "b c"',
      applicationUrl: 'http://localhost:5275',
      environmentVariables: { GIVEN: '%OTHER%' },
    },
    expected: { args: ['a', 'b c'], variables: named('executable', { GIVEN: 'other' }) },
  },
  {
    title: "an executable's working directory is relative to the launch settings",
    name: 'elsewhere',
    settings: {
      commandName: 'Executable',
      executablePath: 'dotnet',
      commandLineArgs: 'exec ../bin/Debug/net10.0/Probe.dll x',
      workingDirectory: '../sub',
    },
    expected: { args: ['x'], folder: 'sub', variables: named('elsewhere') },
  },
  {
    title: "arguments of the request replace an executable's",
    name: 'other arguments',
    settings: { ...executable, commandLineArgs: 'of the profile' },
    args: ['of the request'],
    expected: { args: ['of the request'], variables: named('other arguments') },
  },
  {
    title: "a project's working directory is relative to its folder",
    name: 'working directory',
    settings: { ...project, workingDirectory: 'sub' },
    expected: { folder: 'sub', variables: named('working directory') },
    // It knows working directories of executables only.
    byDotnetRun: { folder: '' },
  },
  {
    title: 'properties of the project are expanded, as by other editors',
    name: 'properties',
    settings: {
      ...project,
      commandLineArgs: '$(TargetFramework) $(myown) $(A.Length)',
      environmentVariables: { GIVEN: '$(AssemblyName)$(NoSuch)' },
    },
    expected: {
      args: ['net10.0', 'value', '$(A.Length)'],
      variables: named('properties', { GIVEN: 'Probe' }),
    },
    // It leaves them as they are.
    byDotnetRun: {
      args: ['$(TargetFramework)', '$(myown)', '$(A.Length)'],
      variables: named('properties', { GIVEN: '$(AssemblyName)$(NoSuch)' }),
    },
  },
  {
    title: 'of names that differ in their case only the exact one is found',
    name: 'Twin',
    settings: { ...project, commandLineArgs: 'upper' },
    expected: { args: ['upper'], variables: named('Twin') },
    // It takes neither.
    byDotnetRun: { args: [], variables: inherited },
  },
  {
    title: 'and so is the other one',
    name: 'twin',
    settings: { ...project, commandLineArgs: 'lower' },
    expected: { args: ['lower'], variables: named('twin') },
    byDotnetRun: { args: [], variables: inherited },
  },
  {
    title: 'numbers and truths are texts',
    name: 'numbers',
    settings: { ...project, environmentVariables: { GIVEN: 5, OTHER: true } },
    expected: { variables: named('numbers', { GIVEN: '5', OTHER: 'true' }) },
    // It takes no profile that has them.
    byDotnetRun: { variables: inherited },
  },
];
