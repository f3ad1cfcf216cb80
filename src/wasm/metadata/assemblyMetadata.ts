import { dataDirectory, findDirectory, findExtent } from './peFile.ts';
import { guidAt, readStreams } from './streams.ts';

/** The metadata of a .NET assembly (ECMA-335, II.25.3.3). Throws a RangeError for other files. */
export function readMetadata(assembly: Buffer): Buffer {
  const header = findDirectory(assembly, dataDirectory.cli);
  const extent = header && findExtent(assembly, header.start + 8);
  if (extent === undefined) throw new RangeError('This is no .NET assembly.');
  return assembly.subarray(extent.start, extent.start + extent.size);
}

/** The id that each compilation gives its module, the first GUID in the heap, as 32 hexadecimal digits. */
export function moduleId(metadata: Buffer): string {
  return guidAt(readStreams(metadata).get('#GUID') ?? Buffer.alloc(0), 1);
}
