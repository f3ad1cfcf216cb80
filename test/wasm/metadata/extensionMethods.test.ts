// Extension methods in the metadata of a real assembly.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { readMetadata } from '../../../src/wasm/metadata/assemblyMetadata.ts';
import { readExtensionMethods } from '../../../src/wasm/metadata/extensionMethods.ts';
import { realDotnet } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

test('extension methods are found with their classes, and other methods are not', () => {
  const runtimes = join(dirname(realpathSync(realDotnet())), 'shared', 'Microsoft.NETCore.App');
  const [version = ''] = readdirSync(runtimes);
  const assembly = readFileSync(join(runtimes, version, 'System.Linq.dll'));
  const methods = readExtensionMethods(readMetadata(assembly));
  assert.deepEqual(methods.get('Zip'), ['System.Linq.Enumerable']);
  assert.equal(methods.get('Range'), undefined);
  assert.equal(methods.get('Empty'), undefined);
});
