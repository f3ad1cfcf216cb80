/** Numbers of data directories of a PE file (PE format, Optional Header Data Directories). */
export const dataDirectory = { debug: 6, cli: 14 } as const;

/** A piece of a file, in bytes. */
export interface Extent {
  readonly start: number;
  readonly size: number;
}

/**
 * Finds one of the data directories of a PE file; `undefined` if the file does not have it.
 * Throws a RangeError for other files.
 */
export function findDirectory(file: Buffer, directory: number): Extent | undefined {
  const optional = getHeader(file) + 24;
  const isWide = file.readUInt16LE(optional) === 0x20b;
  const entry = optional + (isWide ? 112 : 96) + directory * 8;
  return findExtent(file, entry);
}

/** Finds what an address and a size, at a position of a PE file, refer to. */
export function findExtent(file: Buffer, position: number): Extent | undefined {
  const header = getHeader(file);
  const address = file.readUInt32LE(position);
  const size = file.readUInt32LE(position + 4);
  const sections = file.readUInt16LE(header + 6);
  const first = header + 24 + file.readUInt16LE(header + 20);
  for (let section = first; section < first + sections * 40; section += 40) {
    const offset = address - file.readUInt32LE(section + 12);
    const rawSize = file.readUInt32LE(section + 16);
    if (offset < 0 || offset >= rawSize) continue;
    return { start: file.readUInt32LE(section + 20) + offset, size };
  }
  return undefined;
}

function getHeader(file: Buffer): number {
  const header = file.readUInt32LE(0x3c);
  if (file.toString('latin1', header, header + 4) !== 'PE\0\0') {
    throw new RangeError('This is no assembly.');
  }
  return header;
}
