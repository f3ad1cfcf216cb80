// Kinds of projects and starts, for a comparison with `dotnet run`.

export interface MatrixProject {
  /** Also the name of its folder. */
  readonly name: string;
  readonly sdk?: string;
  /** The project file's, without its dot. */
  readonly extension?: 'csproj' | 'vbproj';
  /** Launch profiles in addition to those of all projects. */
  readonly firstProfiles?: Readonly<Record<string, unknown>>;
  /** The path of the launch settings in the project's folder. */
  readonly settingsFile?: string;
  /** The project file's content besides its framework and output type. */
  readonly content?: string;
  readonly framework?: string;
  /** Further files, by their paths in the project's folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** The ones that change, with their new text. */
  readonly changedFiles?: Readonly<Record<string, string>>;
  /** The program's exit code. */
  readonly end?: string;
  /**
   * Whether the project gives its program arguments, which makes `dotnet run` omit the profile's.
   */
  readonly hasArguments?: boolean;
  /** Whether the project names its assembly in its arguments, so that it keeps its name. */
  readonly isNamed?: boolean;
  /** Variables that the host sets and `dotnet run` leaves empty, as documented. */
  readonly defaults?: Readonly<Record<string, string>>;
}

export const property = (name: string, value: string): string =>
  `<PropertyGroup><${name}>${value}</${name}></PropertyGroup>`;
export const imported = (content: string): string => `<Project>${content}</Project>`;

/** A file that makes NuGet use this version of Microsoft.Extensions.Primitives. */
function centralPrimitives(version: string): string {
  const item = `<PackageVersion Include="Microsoft.Extensions.Primitives" Version="${version}" />`;
  return imported(
    `${property('ManagePackageVersionsCentrally', 'true')}<ItemGroup>${item}</ItemGroup>`,
  );
}

export const anotherProgram = {
  commandName: 'Executable',
  executablePath: process.execPath,
  commandLineArgs: `-e "for (const [n, v] of [['folder', process.cwd()], ['GREETING', process.env.GREETING], ['profile', process.env.DOTNET_LAUNCH_PROFILE]]) console.log(n + '|' + v); process.exitCode = 4"`,
  environmentVariables: { GREETING: 'of another program' },
};

export const matrixProjects: readonly MatrixProject[] = [
  { name: 'Plain' },
  { name: 'Failing', end: 'return 3;' },
  { name: 'Crashing', end: 'throw new Exception("wrong");' },
  { name: 'Negative', end: 'return -1;' },
  { name: 'Killed', end: 'System.Diagnostics.Process.GetCurrentProcess().Kill();' },
  { name: "With (odd) n%me's é", content: property('RootNamespace', 'Odd') },
  { name: 'Named', content: property('AssemblyName', 'Other.Name') },
  { name: 'Hostless', content: property('UseAppHost', 'false'), hasArguments: true },
  { name: 'Optimised', content: property('Configuration', 'Release') },
  { name: 'Placed', content: property('OutputPath', 'out/') },
  { name: 'Flat', content: property('AppendTargetFrameworkToOutputPath', 'false') },
  {
    name: 'Arguments',
    content: property('StartArguments', 'one "two words" --three=3'),
    hasArguments: true,
  },
  {
    name: 'Folder',
    content: property('RunWorkingDirectory', 'data'),
    files: { 'data/some.txt': '' },
  },
  {
    name: 'StartFolder',
    content: property('StartWorkingDirectory', '$(MSBuildProjectDirectory)/data'),
    files: { 'data/some.txt': '' },
  },
  {
    name: 'Command',
    content: `${property('RunCommand', 'dotnet')}${property('RunArguments', '$(MSBuildProjectDirectory)/bin/Debug/net10.0/Command.dll of-command')}`,
    hasArguments: true,
    isNamed: true,
  },
  {
    name: 'RunTarget',
    content: `<Target Name="Own" BeforeTargets="ComputeRunArguments"><PropertyGroup><RunArguments>of-target</RunArguments><RunWorkingDirectory>$(MSBuildProjectDirectory)/obj</RunWorkingDirectory></PropertyGroup></Target>`,
    hasArguments: true,
  },
  {
    name: 'OneOfSeveral',
    framework: '<TargetFrameworks>net10.0</TargetFrameworks>',
  },
  {
    name: 'ImportsByProperty',
    content: `${property('Parts', '$(MSBuildThisFileDirectory)parts/')}<Import Project="$(Parts)one.props" />`,
    files: { 'parts/one.props': imported(property('AssemblyName', 'ByProperty')) },
    changedFiles: { 'parts/one.props': imported(property('AssemblyName', 'ByPropertyChanged')) },
  },
  {
    name: 'ImportsByWildcard',
    content: '<Import Project="parts/*.props" />',
    files: { 'parts/one.props': imported(property('AssemblyName', 'ByWildcard')) },
    changedFiles: { 'parts/one.props': imported(property('AssemblyName', 'ByWildcardChanged')) },
  },
  {
    name: 'ImportsByCondition',
    content: `<Import Project="local.props" Condition="Exists('local.props')" />`,
    files: { 'local.props': imported(property('AssemblyName', 'ByCondition')) },
    changedFiles: { 'local.props': imported(property('AssemblyName', 'ByConditionChanged')) },
  },
  {
    name: 'ImportsFromAbove',
    content: `<Import Project="$([MSBuild]::GetPathOfFileAbove('above.props'))" />`,
    files: { 'above.props': imported(property('AssemblyName', 'FromAbove')) },
    changedFiles: { 'above.props': imported(property('AssemblyName', 'FromAboveChanged')) },
  },
  {
    name: 'Central',
    files: {
      'Directory.Packages.props': imported(property('ManagePackageVersionsCentrally', 'true')),
    },
  },
  {
    name: 'ExplicitSdk',
    content: '<Sdk Name="Microsoft.NET.Sdk" />',
    sdk: '',
  },
  {
    name: 'OwnStep',
    content:
      '<Target Name="Step" AfterTargets="Build"><WriteLinesToFile File="step.txt" Lines="done" Overwrite="true" /></Target>',
  },
  {
    name: 'Responded',
    files: { 'Directory.Build.rsp': '-p:DefineConstants=CHANGED' },
    changedFiles: { 'Directory.Build.rsp': '-p:DefineConstants=OTHERWISE' },
  },
  { name: 'ProgramFirst', firstProfiles: { 'another program': anotherProgram } },
  {
    name: 'OddNeighbours',
    firstProfiles: { '//': 'text', old: null, list: [1], typo: { commandName: 5 } },
  },
  { name: 'BesideIt', settingsFile: 'BesideIt.run.json' },
  { name: 'Basic', extension: 'vbproj', settingsFile: 'My Project/launchSettings.json' },
  {
    name: 'Web',
    sdk: 'Microsoft.NET.Sdk.Web',
    defaults: { ASPNETCORE_URLS: 'http://127.0.0.1:0' },
  },
  {
    name: 'References',
    content:
      '<ItemGroup><Compile Remove="Library/**" /><ProjectReference Include="Library/Library.csproj" /></ItemGroup>',
    files: {
      'Library/Library.csproj':
        '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>',
      'Library/Library.cs': 'public static class Library { public const int Code = 5; }',
    },
    changedFiles: {
      'Library/Library.cs': 'public static class Library { public const int Code = 8; }',
    },
    end: 'return Library.Code;',
  },
  {
    name: 'CentralPackage',
    content:
      '<ItemGroup><PackageReference Include="Microsoft.Extensions.Primitives" /></ItemGroup>',
    files: { 'Directory.Packages.props': centralPrimitives('10.0.12') },
    changedFiles: { 'Directory.Packages.props': centralPrimitives('9.0.20') },
    end: `var values = typeof(Microsoft.Extensions.Primitives.StringValues).Assembly;
Console.WriteLine("package|" + values.GetName().Version);
return 2;`,
  },
];

/** How a project is started; all but the first two with the profile of this name. */
export const matrixStarts = [
  'without a profile',
  'by default',
  'with variables',
  'with arguments',
  'another program',
] as const;
export type MatrixStart = (typeof matrixStarts)[number];

/**
 * If the project has arguments, `dotnet run` omits the profile's, a difference that README lists.
 */
export function startsOf({ hasArguments = false }: MatrixProject): readonly MatrixStart[] {
  return matrixStarts.filter((start) => !(hasArguments && start === 'with arguments'));
}
