import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkInstalledPackages } from '../../tools/checks/installedPackages.ts';
import { createFolder } from '../../tools/fixtures/temporaryFolder.ts';

const manifest = JSON.stringify({ devDependencies: { '@some/one': '1.2.3', other: '4.0.0' } });
const one = { 'node_modules/@some/one/package.json': '{"version":"1.2.3"}' };

test('packages in the versions of package.json pass', async (context) => {
  const folder = await createFolder(context, {
    'package.json': manifest,
    ...one,
    'node_modules/other/package.json': '{"version":"4.0.0"}',
  });
  assert.deepEqual(await checkInstalledPackages(folder), { isPassed: true, output: '' });
});

test('a package that is missing or has another version is named, with the command to install it', async (context) => {
  for (const [files, installed] of [
    [{}, 'none'],
    [{ 'node_modules/other/package.json': '{"version":"3.9.0"}' }, '3.9.0'],
  ] as const) {
    const folder = await createFolder(context, { 'package.json': manifest, ...one, ...files });
    const { isPassed, output } = await checkInstalledPackages(folder);
    assert.equal(isPassed, false);
    const problem = `other 4.0.0 is needed (installed: ${installed}).`;
    assert.equal(output, `${problem}\nInstall what package-lock.json names: npm ci`);
  }
});
