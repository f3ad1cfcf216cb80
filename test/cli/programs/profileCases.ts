// How a project runs with each kind of launch profile, and where that differs from `dotnet run`.

/** How a program was run. */
export interface Ran {
  readonly args: readonly string[];
  /** Relative to the project's folder. */
  readonly folder: string;
  /** The probed variables that it had. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The variables that the program prints. */
export const probed = ['INHERITED', 'OTHER', 'GIVEN', 'ASPNETCORE_URLS', 'DOTNET_LAUNCH_PROFILE'];

/** The variables that the program inherits. */
export const inherited = { INHERITED: 'from the host', OTHER: 'other' };

export interface ProfileCase {
  readonly title: string;
  /**
   * `Hostless`, whose program is run by the command `dotnet`; by default `Probe`, which has an
   * executable.
   */
  readonly project?: string;
  /**
   * The profile in the launch settings, under the name that follows unless another is requested.
   */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly asked?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /**
   * The differences from a run without arguments in the project's folder with inherited variables
   * only.
   */
  readonly expected: Partial<Ran>;
  /** Where `dotnet run` differs. */
  readonly byDotnetRun?: Partial<Ran>;
}

const project = { commandName: 'Project' };

/** Another program than the project's own with the same output. */
const executable = { commandName: 'Executable', executablePath: 'bin/Debug/net10.0/Probe' };

function named(
  DOTNET_LAUNCH_PROFILE: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return { ...inherited, DOTNET_LAUNCH_PROFILE, ...more };
}

export const profileCases: readonly ProfileCase[] = [
  {
    title: 'an empty profile only sets its name',
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
    title: 'empty arguments of the request replace them too',
    name: 'emptied',
    settings: { ...project, commandLineArgs: 'of the profile' },
    args: [],
    expected: { args: [], variables: named('emptied') },
    // It has no option for that.
    byDotnetRun: { args: ['of', 'the', 'profile'] },
  },
  {
    title: "arguments are added to the project's own",
    project: 'Hostless',
    name: 'following',
    settings: { ...project, commandLineArgs: 'of the profile' },
    expected: { args: ['of', 'the', 'profile'], variables: named('following') },
    // It omits them, since the command has arguments already.
    byDotnetRun: { args: [] },
  },
  {
    title: 'variables of the profile override inherited ones and may refer to them',
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
    title: "variables of the request override the profile's",
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
    title: 'addresses set a variable',
    name: 'addresses',
    settings: { ...project, applicationUrl: 'https://localhost:7016;http://localhost:5275' },
    expected: {
      variables: named('addresses', {
        ASPNETCORE_URLS: 'https://localhost:7016;http://localhost:5275',
      }),
    },
  },
  {
    title: "a profile's variable overrides its addresses, even under another name",
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
    title: 'names are case-insensitive',
    name: 'Größe ΟΔΟΣ',
    asked: 'gRÖßE οδος',
    settings: { ...project, commandLineArgs: 'found' },
    expected: { args: ['found'], variables: named('Größe ΟΔΟΣ') },
    // The name has the case of the request.
    byDotnetRun: { variables: named('gRÖßE οδος') },
  },
  {
    title: 'an unknown name means no profile',
    name: 'found nowhere',
    expected: {},
  },
  {
    title: 'an entry that is not an object means no profile',
    name: 'old',
    expected: {},
  },
  {
    title: 'a profile for another server means no profile',
    name: 'IIS',
    settings: { commandName: 'IISExpress', environmentVariables: { GIVEN: 'by IIS' } },
    expected: {},
  },
  {
    title: 'a profile without a command means no profile',
    name: 'commandless',
    settings: { environmentVariables: { GIVEN: 'by nothing' } },
    expected: {},
  },
  {
    title: 'a command in another case is not a command',
    name: 'lower',
    settings: { commandName: 'project', environmentVariables: { GIVEN: 'by a project' } },
    expected: {},
  },
  {
    title: 'an executable without a path means no profile',
    name: 'pathless',
    settings: { commandName: 'Executable', environmentVariables: { GIVEN: 'by nothing' } },
    expected: {},
  },
  {
    title: "an executable runs in the project's folder, without addresses",
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
    // It only supports working directories of executables.
    byDotnetRun: { folder: '' },
  },
  {
    title: "the project's properties are expanded, as by other editors",
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
    // It leaves them unchanged.
    byDotnetRun: {
      args: ['$(TargetFramework)', '$(myown)', '$(A.Length)'],
      variables: named('properties', { GIVEN: '$(AssemblyName)$(NoSuch)' }),
    },
  },
  {
    title: 'of names that differ only by case, the exact one is used',
    name: 'Twin',
    settings: { ...project, commandLineArgs: 'upper' },
    expected: { args: ['upper'], variables: named('Twin') },
    // It uses neither.
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
    title: 'numbers and booleans are converted to strings',
    name: 'numbers',
    settings: { ...project, environmentVariables: { GIVEN: 5, OTHER: true } },
    expected: { variables: named('numbers', { GIVEN: '5', OTHER: 'true' }) },
    // It refuses profiles that have them.
    byDotnetRun: { variables: inherited },
  },
];
