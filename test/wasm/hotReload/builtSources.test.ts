import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import {
  findChangedSources,
  findRemovedSources,
} from '../../../src/wasm/hotReload/builtSources.ts';
import { ByteWriter } from '../../../src/wasm/metadata/byteWriter.ts';
import { writeStreams } from '../../../src/wasm/metadata/streams.ts';
import { table, writeTables } from '../../../src/wasm/metadata/tables.ts';

/** SHA-256 and SHA-1, as Roslyn names them. */
const guids = Buffer.from(
  '0fd02988b8111342878b770e8597ac16ec1618ff5eaa104d87f76f4963833460',
  'hex',
);
const algorithms = ['', 'sha256', 'sha1'];

/** Symbols of sources in the root folder with the hashes of these texts. */
function symbolsOf(
  sources: readonly { readonly name: string; readonly text: string; readonly algorithm: number }[],
): Buffer {
  const blobs = new ByteWriter().u8(0);
  const addBlob = (bytes: Buffer): number => {
    const offset = blobs.length;
    blobs.compressed(bytes.length).bytes(bytes);
    return offset;
  };
  const documents = sources.map(({ algorithm, name, text }) => {
    const part = addBlob(Buffer.from(name));
    const parts = new ByteWriter().bytes(Buffer.from('/')).compressed(0).compressed(part).written();
    const hash = createHash(algorithms[algorithm] || 'sha512')
      .update(text)
      .digest();
    return [addBlob(parts), algorithm, addBlob(hash), 0];
  });
  return writeStreams(
    'PDB v1.0',
    new Map([
      ['#Pdb', Buffer.alloc(32)],
      ['#~', writeTables(new Map([[table.document, documents]]), 0n)],
      ['#GUID', guids],
      ['#Blob', blobs.align(4).written()],
    ]),
  );
}

const symbols = symbolsOf([
  { name: 'Same.cs', text: 'same', algorithm: 1 },
  { name: 'Old.cs', text: 'same', algorithm: 2 },
  { name: 'Changed.cs', text: 'before', algorithm: 1 },
  { name: 'Gone.cs', text: 'same', algorithm: 2 },
  { name: 'Unknown.cs', text: 'other', algorithm: 0 },
]);

test('sources with another content than in the build are found', async () => {
  const files: Readonly<Record<string, string>> = { '/Changed.cs': 'after' };
  const read = async (path: string) =>
    path === '/Gone.cs' ? undefined : Buffer.from(files[path] ?? 'same');
  const sources = ['Same', 'Old', 'Changed', 'Gone', 'Unknown', 'New'];
  assert.deepEqual(
    await findChangedSources(
      symbols,
      sources.map((name) => `/${name}.cs`),
      read,
    ),
    ['/Changed.cs', '/Gone.cs'],
  );
});

test('sources of the build that a compiler does not have any more are found', () => {
  const shouldHave = (path: string): boolean => path === '/Same.cs' || path === '/Gone.cs';
  assert.deepEqual(findRemovedSources(symbols, new Set(['/Same.cs']), shouldHave), ['/Gone.cs']);
});
