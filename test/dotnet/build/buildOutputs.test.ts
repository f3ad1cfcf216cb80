import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readOutputStamps } from '../../../src/dotnet/build/buildOutputs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** A built project that references a package with its own targets. */
async function builtProject(context: TestContext, id: string, targets: string) {
  const folder = await temporaryFolder(context);
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  };
  const root = join(folder, 'packages/');
  const file = `${id}/1.0.0/build/${id}.targets`;
  await write(join('packages', file), `<Project>${targets}</Project>`);
  const properties = `<NuGetPackageRoot Condition=" '$(NuGetPackageRoot)' == '' ">${root}</NuGetPackageRoot>`;
  await write(
    'obj/App.csproj.nuget.g.props',
    `<Project><PropertyGroup>${properties}</PropertyGroup></Project>`,
  );
  await write(
    'obj/App.csproj.nuget.g.targets',
    `<Project><Import Project="$(NuGetPackageRoot)${file}" Condition="Exists('$(NuGetPackageRoot)${file}')" /></Project>`,
  );
  const graph = join(folder, 'dotnet', 'sdk', '10.0.100', 'PortableRuntimeIdentifierGraph.json');
  await write(
    'obj/project.assets.json',
    JSON.stringify({ runtimeIdentifierGraphPath: graph }, undefined, 2),
  );
  const output = join(folder, 'bin', 'Debug', 'App.dll');
  await write('obj/Debug/App.csproj.FileListAbsolute.txt', `${output}\n`);
  return { folder, graph, output, project: join(folder, 'App.csproj') };
}

test('the outputs of a build and its SDK are part of the stamp', async (context) => {
  const { folder, graph, output, project } = await builtProject(
    context,
    'some.package',
    '<PropertyGroup />',
  );
  const files = Object.keys((await readOutputStamps([project])) ?? {});
  for (const file of [output, graph, join(folder, 'dotnet', 'sdk')]) {
    assert.ok(files.includes(file), file);
  }
});

test('the outputs of a project that was never built or restored are unknown', async (context) => {
  const { folder, project } = await builtProject(context, 'some.package', '<PropertyGroup />');
  await rm(join(folder, 'obj', 'Debug'), { recursive: true });
  assert.equal(await readOutputStamps([project]), undefined);
  await rm(join(folder, 'obj'), { recursive: true });
  assert.equal(await readOutputStamps([project]), undefined);
});
