import type { TestContext } from 'node:test';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { freePort } from '../../../tools/fixtures/freePort.ts';

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
class Greeter;
`;

/** Runs the command in its arguments, which so has its variables. */
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

/**
 * Creates a folder of projects without pages that is removed after the test: programs, one of them
 * without a project, a web server, a worker and a controller.
 */
export async function makeProjectsWorkspace(context: TestContext): Promise<string> {
  const fixture = await DotnetFixture.of(context);
  await makeProgram(fixture, 'Tool', program);
  await fixture.fileProgram('tools/single.cs', program);
  await makeProgram(fixture, 'Profiled', program);
  const team = { commandName: 'Project', environmentVariables: { GREETING: 'hello, team' } };
  await makeSettings(fixture, 'Profiled', { other: { commandName: 'Project' }, team });
  await makeProgram(fixture, 'Controller', controller);
  await makeSettings(fixture, 'Controller', { team: { commandName: 'Project' } });
  await fixture.write('Web/Web.csproj', webProject);
  await fixture.write('Web/Program.cs', web);
  await fixture.write('Worker/Worker.csproj', workerProject);
  await fixture.write('Worker/Program.cs', worker);
  const staged = {
    commandName: 'Project',
    environmentVariables: { DOTNET_ENVIRONMENT: 'Staging' },
  };
  await makeSettings(fixture, 'Worker', { staged });
  await makeSettings(fixture, 'Web', await webProfiles());
  return fixture.folder;
}

async function makeProgram(fixture: DotnetFixture, name: string, text: string): Promise<void> {
  const properties = '<OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings>';
  await fixture.project(`${name}/${name}.csproj`, `<PropertyGroup>${properties}</PropertyGroup>`);
  await fixture.write(`${name}/Program.cs`, text);
}

async function makeSettings(fixture: DotnetFixture, name: string, profiles: object): Promise<void> {
  await fixture.write(`${name}/Properties/launchSettings.json`, JSON.stringify({ profiles }));
}

/** Two profiles; the first is not the requested one. */
async function webProfiles(): Promise<object> {
  const profile = async (greeting: string): Promise<object> => ({
    commandName: 'Project',
    applicationUrl: `http://127.0.0.1:${await freePort()}`,
    environmentVariables: { GREETING: greeting },
  });
  return { first: await profile('first'), http: await profile('http') };
}
