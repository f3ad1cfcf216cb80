import { join } from 'node:path';
import type { DotnetFixture } from '../../fixtures/dotnet/dotnetFixture.ts';

export const count = 20;

/** Writes a library, programs that use it and print `hello`, and a solution of them all, `All.slnx`. */
export async function writePrograms(
  fixture: DotnetFixture,
  folder: string,
): Promise<readonly string[]> {
  await fixture.project(join(folder, 'Library', 'Library.csproj'));
  await fixture.write(
    join(folder, 'Library', 'Greeting.cs'),
    'public static class Greeting { public static string Text => "hello"; }',
  );
  const projects = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const name = `App${index}`;
      await fixture.write(
        join(folder, name, 'Program.cs'),
        'System.Console.WriteLine(Greeting.Text);',
      );
      return fixture.project(
        join(folder, name, `${name}.csproj`),
        '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>',
      );
    }),
  );
  const items = projects.map((project) => `<Project Path="${project}" />`);
  await fixture.write(join(folder, 'All.slnx'), `<Solution>${items.join('')}</Solution>`);
  return projects;
}
