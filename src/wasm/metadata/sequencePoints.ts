import { ByteReader } from './byteReader.ts';
import { ByteWriter } from './byteWriter.ts';

/** A place of code, with lines and columns counted from 1. */
export interface SequencePoint {
  readonly kind: 'point';
  /** The document's row. */
  readonly document: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Bytes of IL since the previous record. */
  readonly offsetDelta: number;
}

/** Code that belongs to no line. */
interface HiddenPoint {
  readonly kind: 'hidden';
  readonly offsetDelta: number;
}

/** The places of a method's code (Portable PDB v1.0). */
export interface SequencePoints {
  readonly localSignature: number;
  readonly points: readonly (SequencePoint | HiddenPoint)[];
}

/** Lines of one document, counted from 1, that a piece of code comes from. */
export interface CodeLines {
  /** The document's row. */
  readonly document: number;
  readonly first: number;
  readonly last: number;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * The lines that a method's code comes from, as its sequence points say (Portable PDB v1.0). A method
 * in several documents has 0 for its own.
 */
export function* readSequencePoints(blob: Buffer, ownDocument: number): Generator<CodeLines> {
  for (const point of parseSequencePoints(blob, ownDocument).points) {
    if (point.kind === 'hidden') continue;
    yield { document: point.document, first: point.line, last: point.endLine };
  }
}

/** Parses the sequence points of a method. A method in several documents has 0 for its own. */
export function parseSequencePoints(blob: Buffer, ownDocument: number): SequencePoints {
  const reader = new ByteReader(blob);
  const localSignature = reader.compressed();
  let document = ownDocument === 0 ? reader.compressed() : ownDocument;
  const points: (SequencePoint | HiddenPoint)[] = [];
  let previous: Place | undefined;
  while (!reader.isAtEnd) {
    const offsetDelta = reader.compressed();
    if (offsetDelta === 0 && points.length > 0) {
      document = reader.compressed();
      continue;
    }
    const lines = reader.compressed();
    const columns = lines === 0 ? reader.compressed() : reader.compressedSigned();
    if (lines === 0 && columns === 0) {
      points.push({ kind: 'hidden', offsetDelta });
      continue;
    }
    previous = readPlace(reader, previous);
    const { column, line } = previous;
    const end = { endLine: line + lines, endColumn: column + columns };
    points.push({ kind: 'point', document, line, column, ...end, offsetDelta });
  }
  return { localSignature, points };
}

function readPlace(reader: ByteReader, previous: Place | undefined): Place {
  if (previous === undefined) return { line: reader.compressed(), column: reader.compressed() };
  return {
    line: previous.line + reader.compressedSigned(),
    column: previous.column + reader.compressedSigned(),
  };
}

/** Writes sequence points as {@link parseSequencePoints} reads them. */
export function writeSequencePoints(
  { localSignature, points }: SequencePoints,
  ownDocument: number,
): Buffer {
  const writer = new ByteWriter().compressed(localSignature);
  let document = ownDocument;
  if (document === 0) {
    document = points.find((point) => point.kind === 'point')?.document ?? 0;
    writer.compressed(document);
  }
  let previous: Place | undefined;
  for (const point of points) {
    if (point.kind === 'hidden') {
      writer.compressed(point.offsetDelta).compressed(0).compressed(0);
      continue;
    }
    if (point.document !== document) {
      document = point.document;
      writer.compressed(0).compressed(document);
    }
    writePoint(writer, point, previous);
    previous = point;
  }
  return writer.written();
}

function writePoint(writer: ByteWriter, point: SequencePoint, previous: Place | undefined): void {
  const [lines, columns] = [point.endLine - point.line, point.endColumn - point.column];
  writer.compressed(point.offsetDelta).compressed(lines);
  if (lines === 0) writer.compressed(columns);
  else writer.compressedSigned(columns);
  if (previous === undefined) writer.compressed(point.line).compressed(point.column);
  else {
    writer
      .compressedSigned(point.line - previous.line)
      .compressedSigned(point.column - previous.column);
  }
}
