import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findDecidingFiles } from '../../../src/dotnet/upToDate/decidingFiles.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** The inputs of a project that imports a file with this text from a package. */
async function withPackage(context: TestContext, id: string, targets: string) {
  const folder = await temporaryFolder(context);
  const project = join(folder, 'App.csproj');
  const file = join(folder, 'packages', id, '1.0.0', 'build', `${id}.targets`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `<Project>${targets}</Project>`);
  await writeFile(project, '<Project />');
  return findDecidingFiles(project, {
    properties: { NuGetPackageRoot: join(folder, 'packages/') },
    items: {},
    imports: { files: [project, file], absent: [], wildcards: [], conditions: [] },
  });
}

const steps = '<Target Name="Version"><Exec Command="git describe" /></Target>';

test('the inputs of a package with build steps are uncertain', async (context) => {
  assert.equal((await withPackage(context, 'some.package', steps)).isPlainBuild, false);
  assert.equal((await withPackage(context, 'microsoft.package', steps)).isPlainBuild, true);
  const plain = '<PropertyGroup />';
  assert.equal((await withPackage(context, 'some.package', plain)).isPlainBuild, true);
});

test('a project whose imports MSBuild did not name has uncertain inputs', async () => {
  const { isComplete } = await findDecidingFiles('/srv/App.csproj', { properties: {}, items: {} });
  assert.equal(isComplete, false);
});
