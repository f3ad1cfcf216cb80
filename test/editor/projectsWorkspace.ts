import type { TestContext } from 'node:test';
import { DotnetRoom } from '../support/dotnet.ts';
import { freePort } from './blazorWorkspace.ts';

const program = `using System.Runtime.InteropServices;
Console.WriteLine($"{Environment.ProcessId} {string.Join("|", args)}");
Console.Error.WriteLine(Environment.GetEnvironmentVariable("GREETING"));
if (args is []) return 3;
using var asked = new ManualResetEventSlim();
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    if (args is ["stay", ..]) asked.Set();
});
Console.WriteLine("staying");
asked.Wait();
Console.WriteLine("ending");
return 7;
`;

const webProject = `<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
</Project>
`;

const web = `var app = WebApplication.Create(args);
app.MapGet("/", () => Environment.GetEnvironmentVariable("ASPNETCORE_URLS"));
app.Run();
`;

/** Runs the command that its arguments are, which so has its variables. */
const controller = `using var command = System.Diagnostics.Process.Start(args[0], args[1..]);
command.WaitForExit();
`;

/** Makes a folder of projects without pages that goes with the test: programs, a web server and a controller. */
export async function makeProjectsWorkspace(context: TestContext): Promise<string> {
  const room = await DotnetRoom.of(context);
  const executable = '<OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings>';
  await room.project('Tool/Tool.csproj', `<PropertyGroup>${executable}</PropertyGroup>`);
  await room.write('Tool/Program.cs', program);
  await room.project('Profiled/Profiled.csproj', `<PropertyGroup>${executable}</PropertyGroup>`);
  await room.write('Profiled/Program.cs', program);
  const team = { commandName: 'Project', environmentVariables: { GREETING: 'hello, team' } };
  await room.write(
    'Profiled/Properties/launchSettings.json',
    JSON.stringify({ profiles: { other: { commandName: 'Project' }, team } }),
  );
  await room.project(
    'Controller/Controller.csproj',
    `<PropertyGroup>${executable}</PropertyGroup>`,
  );
  await room.write('Controller/Program.cs', controller);
  await room.write(
    'Controller/Properties/launchSettings.json',
    JSON.stringify({ profiles: { team: { commandName: 'Project' } } }),
  );
  await room.write('Web/Web.csproj', webProject);
  await room.write('Web/Program.cs', web);
  await room.write('Web/Properties/launchSettings.json', JSON.stringify(await launchSettings()));
  return room.folder;
}

/** Two profiles, of which the first is the one that is not asked for. */
async function launchSettings(): Promise<object> {
  const profile = async (greeting: string): Promise<object> => ({
    commandName: 'Project',
    applicationUrl: `http://127.0.0.1:${await freePort()}`,
    environmentVariables: { GREETING: greeting },
  });
  return { profiles: { first: await profile('first'), http: await profile('http') } };
}
