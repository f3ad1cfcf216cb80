import type { DotnetFixture } from '../../../../tools/fixtures/dotnet/dotnetFixture.ts';
import type { Area } from './case.ts';
import { hasSource } from './cases.ts';
import { sources } from './sources.ts';
import { type Row, rowsOf } from './table.ts';

const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <InvariantGlobalization>true</InvariantGlobalization>
    <NoWarn>$(NoWarn);CS1591;CS8600;CS8602;CS8604;CS8794</NoWarn>
  </PropertyGroup>
</Project>
`;

/** Prints values in the form in which the debugger shows them. Objects are not printed: it has its own texts for them. */
const probe = `using System.Globalization;
using System.Text.Json;

public static class Probe
{
    public static void Show<T>(string id, T value) => Print(id, Format(value));

    public static void Fail(string id, Exception error) =>
        Print(id, error.GetType().FullName + ": " + error.Message);

    private static void Print(string id, string? shown) =>
        Console.WriteLine("probe " + JsonSerializer.Serialize(new { id, shown }));

    private static string? Format(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool truth => truth ? "true" : "false",
        char letter => (int)letter + " '" + letter + "'",
        Enum => value.ToString(),
        IFormattable number when value.GetType().IsPrimitive || value is decimal =>
            number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };
}
`;

/** The values of the plain cases in a console program, by the ids of the cases. */
export async function evaluateInConsole(
  areas: readonly Area[],
  fixture: DotnetFixture,
): Promise<ReadonlyMap<string, string>> {
  const rows = areas.flatMap(rowsOf).filter(({ isPlain }) => isPlain);
  await fixture.write('Console/Console.csproj', project);
  await fixture.write('Console/Probe.cs', probe);
  const calls = areas.filter(hasSource).map(({ type }) => `await Suite.${type}.Run();\n`);
  await fixture.write('Console/Program.cs', calls.join(''));
  for (const [name, text] of sources) {
    if (!name.endsWith('.cs')) continue;
    const own = rows.filter(({ area }) => `${area.type}.cs` === name);
    await fixture.write(`Console/${name}`, withProbes(text, own));
  }
  const output = await fixture.run('run', '--project', fixture.path('Console'));
  // Of a stop that is come to several times, the first counts.
  return new Map(output.split('\n').flatMap(parseProbe).toReversed());
}

/** Prints the values at a stop before its line. */
function withProbes(text: string, rows: readonly Row[]): string {
  return text
    .split(/\r?\n/)
    .map((line) => {
      const stop = /\/\/ stop: (.*)$/.exec(line)?.[1];
      return [...rows.filter((row) => row.stop === stop).map(toStatement), line].join('\n');
    })
    .join('\n');
}

/** Each has a scope of its own, since patterns declare variables. */
function toStatement({ code, id }: Row): string {
  return `{ try { Probe.Show("${id}", ${code}); } catch (Exception __e) { Probe.Fail("${id}", __e); } }`;
}

function parseProbe(line: string): readonly (readonly [string, string])[] {
  if (!line.startsWith('probe ')) return [];
  const { id, shown } = JSON.parse(line.slice('probe '.length)) as {
    readonly id: string;
    readonly shown: string | null;
  };
  return shown === null ? [] : [[id, shown]];
}
