import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { DotnetRoom } from '../support/dotnet.ts';

const fixture = join(import.meta.dirname, '..', 'fixtures', 'aspire');

/** Puts the AppHost and all its resources into a room. */
export async function writeAppHost(room: DotnetRoom): Promise<void> {
  await copyFixture(room, '.');
  await writeClient(room);
}

/** Puts a folder of the fixture into a room. */
export async function copyFixture(room: DotnetRoom, folder: string): Promise<void> {
  const isSource = (path: string): boolean => !/[\\/](bin|obj)$/.test(path);
  await cp(join(fixture, folder), room.path(folder), { recursive: true, filter: isSource });
}

/** Adds the client, as the SDK's own template makes it. */
export async function writeClient(room: DotnetRoom): Promise<void> {
  await room.run('new', 'blazorwasm', '-n', 'Client', '-f', 'net10.0', '--no-restore');
}

/** Adds a web project that says hello, which the AppHost runs as a resource of the same name. */
export async function writeWebProject(room: DotnetRoom, name: string): Promise<void> {
  await room.write(`${name}/${name}.csproj`, webProject);
  await room.write(
    `${name}/Program.cs`,
    `var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => "hello from ${name}");
app.Run();
`,
  );
}

const webProject = `<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
</Project>
`;
