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

/** Makes a folder of projects without pages that goes with the test: a program, a web server and a worker. */
export async function makeProjectsWorkspace(context: TestContext): Promise<string> {
  const room = await DotnetRoom.of(context);
  const executable = '<OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings>';
  await room.project('Tool/Tool.csproj', `<PropertyGroup>${executable}</PropertyGroup>`);
  await room.write('Tool/Program.cs', program);
  await room.write('Web/Web.csproj', webProject);
  await room.write('Web/Program.cs', web);
  await room.write('Worker/Worker.csproj', workerProject);
  await room.write('Worker/Program.cs', worker);
  const staged = {
    commandName: 'Project',
    environmentVariables: { DOTNET_ENVIRONMENT: 'Staging' },
  };
  const profiles = { staged };
  await room.write('Worker/Properties/launchSettings.json', JSON.stringify({ profiles }));
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
