import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../checks/tool.ts';

/** The compiler server, which is shared by the builds of all tests. */
export interface Compiler {
  end(): Promise<void>;
}

const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
</Project>
`;

/** Starts the compiler server with a first build, so that it belongs to no test. */
export async function startCompiler(): Promise<Compiler> {
  const folder = mkdtempSync(join(tmpdir(), 'first-build-'));
  writeFileSync(join(folder, 'First.csproj'), project);
  await runTool('dotnet', ['build', join(folder, 'First.csproj')]);
  rmSync(folder, { recursive: true });
  return {
    end: async () => void (await runTool('dotnet', ['build-server', 'shutdown', '--vbcscompiler'])),
  };
}
