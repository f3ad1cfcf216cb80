import { ByteReader } from './byteReader.ts';

/** Lines of one document, counted from 1, that a piece of code comes from. */
export interface CodeLines {
  /** The document's row. */
  readonly document: number;
  readonly first: number;
  readonly last: number;
}

/**
 * The lines that a method's code comes from, as its sequence points say (Portable PDB v1.0). A method
 * in several documents has 0 for its own.
 */
export function* readSequencePoints(blob: Buffer, ownDocument: number): Generator<CodeLines> {
  const reader = new ByteReader(blob);
  reader.compressed();
  let document = ownDocument === 0 ? reader.compressed() : ownDocument;
  let isFirst = true;
  let previous: { readonly line: number; readonly column: number } | undefined;
  while (!reader.isAtEnd) {
    const isNextDocument = reader.compressed() === 0 && !isFirst;
    isFirst = false;
    if (isNextDocument) {
      document = reader.compressed();
      continue;
    }
    const lines = reader.compressed();
    const columns = lines === 0 ? reader.compressed() : reader.compressedSigned();
    if (lines === 0 && columns === 0) continue;
    previous =
      previous === undefined
        ? { line: reader.compressed(), column: reader.compressed() }
        : {
            line: previous.line + reader.compressedSigned(),
            column: previous.column + reader.compressedSigned(),
          };
    yield { document, first: previous.line, last: previous.line + lines };
  }
}
