import type { TestContext } from 'node:test';
import { DotnetRoom } from '../support/dotnet.ts';
import { freePort } from '../support/freePort.ts';

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

const workerProject = `<Project Sdk="Microsoft.NET.Sdk.Worker">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.12" /></ItemGroup>
</Project>
`;

const worker = `Host.CreateApplicationBuilder(args).Build().Run();
`;

/** Makes a folder of projects without pages that goes with the test: programs, one of them without a project, a web server, a worker and a controller. */
export async function makeProjectsWorkspace(context: TestContext): Promise<string> {
  const room = await DotnetRoom.of(context);
  await makeProgram(room, 'Tool', program);
  await room.fileProgram('tools/single.cs', program);
  await makeProgram(room, 'Profiled', program);
  const team = { commandName: 'Project', environmentVariables: { GREETING: 'hello, team' } };
  await makeSettings(room, 'Profiled', { other: { commandName: 'Project' }, team });
  await makeProgram(room, 'Controller', controller);
  await makeSettings(room, 'Controller', { team: { commandName: 'Project' } });
  await room.write('Web/Web.csproj', webProject);
  await room.write('Web/Program.cs', web);
  await room.write('Worker/Worker.csproj', workerProject);
  await room.write('Worker/Program.cs', worker);
  const staged = {
    commandName: 'Project',
    environmentVariables: { DOTNET_ENVIRONMENT: 'Staging' },
  };
  await makeSettings(room, 'Worker', { staged });
  await makeSettings(room, 'Web', await webProfiles());
  return room.folder;
}

async function makeProgram(room: DotnetRoom, name: string, text: string): Promise<void> {
  const properties = '<OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings>';
  await room.project(`${name}/${name}.csproj`, `<PropertyGroup>${properties}</PropertyGroup>`);
  await room.write(`${name}/Program.cs`, text);
}

async function makeSettings(room: DotnetRoom, name: string, profiles: object): Promise<void> {
  await room.write(`${name}/Properties/launchSettings.json`, JSON.stringify({ profiles }));
}

/** Two profiles, of which the first is the one that is not asked for. */
async function webProfiles(): Promise<object> {
  const profile = async (greeting: string): Promise<object> => ({
    commandName: 'Project',
    applicationUrl: `http://127.0.0.1:${await freePort()}`,
    environmentVariables: { GREETING: greeting },
  });
  return { first: await profile('first'), http: await profile('http') };
}
