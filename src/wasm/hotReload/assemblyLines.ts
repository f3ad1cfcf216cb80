import { documentPaths, openPdb } from '../metadata/pdb.ts';
import {
  parseSequencePoints,
  type SequencePoints,
  writeSequencePoints,
} from '../metadata/sequencePoints.ts';
import { blobAt } from '../metadata/streams.ts';
import { table } from '../metadata/tables.ts';
import type { LineMap } from './lineMap.ts';
import { changedMethods, methodsOfRows, movePdb } from './movedPdb.ts';

/** An update that changes only the lines of methods, in the form in which a runtime reports updates. */
export interface LineUpdate {
  readonly metadata: Buffer;
  readonly pdb: Buffer;
}

/** Returns how the lines of a document moved; `undefined` if they did not. */
export type FindMoves = (path: string) => LineMap | undefined;

/**
 * The lines of an assembly's methods, across hot reload updates. The compiler emits only methods that an edit
 * changed. Those that it only moved keep their symbols, and with them the lines that they had.
 */
export class AssemblyLines {
  /** The current symbols of the original assembly and of each update. */
  readonly #parts: Buffer[];
  /** The part with the symbols of each method, by the method's row. */
  readonly #partOfMethod = new Map<number, number>();

  /** Takes the symbols of the original assembly. Throws a RangeError for broken ones. */
  constructor(pdb: Buffer) {
    this.#parts = [];
    this.#add(pdb);
  }

  /**
   * Adds an update: the symbols of the methods that it changed, if there are any, and the documents whose lines
   * moved. Returns the updates for the methods that were only moved. Throws a RangeError for broken symbols, and
   * then changes nothing.
   */
  apply(pdb: Buffer | undefined, findMoves: FindMoves): readonly LineUpdate[] {
    const emitted = new Set(pdb === undefined ? [] : methodsOfRows(openPdb(pdb)));
    const moved = this.#parts.map((part, index) =>
      movePart(
        part,
        (method) => this.#partOfMethod.get(method) === index && !emitted.has(method),
        findMoves,
      ),
    );
    for (const [index, update] of moved.entries()) {
      if (update !== undefined) this.#parts[index] = update.pdb;
    }
    if (pdb !== undefined) this.#add(pdb);
    return moved.filter((update) => update !== undefined);
  }

  #add(pdb: Buffer): void {
    const methods = methodsOfRows(openPdb(pdb));
    this.#parts.push(pdb);
    for (const method of methods) this.#partOfMethod.set(method, this.#parts.length - 1);
  }
}

/** Moves the lines of a part's methods that count. `undefined` if none of them moved. */
function movePart(
  bytes: Buffer,
  counts: (method: number) => boolean,
  findMoves: FindMoves,
): LineUpdate | undefined {
  const pdb = openPdb(bytes);
  const maps = documentPaths(pdb).map(findMoves);
  if (maps.every((map) => map === undefined)) return undefined;
  const methods = methodsOfRows(pdb);
  const pointsByRow = new Map<number, Buffer>();
  const movedMethods: number[] = [];
  for (const [index, row] of [...pdb.tables.rows(table.methodDebugInformation)].entries()) {
    const [document = 0, offset = 0] = row;
    const method = methods[index];
    if (offset === 0 || method === undefined || !counts(method)) continue;
    const points = parseSequencePoints(blobAt(pdb.blobs, offset), document);
    const moved = movePoints(points, (found) => maps[found - 1]);
    if (moved === undefined) continue;
    pointsByRow.set(index + 1, writeSequencePoints(moved, document));
    movedMethods.push(method);
  }
  if (movedMethods.length === 0) return undefined;
  return { metadata: changedMethods(movedMethods), pdb: movePdb(bytes, pointsByRow) };
}

/** Returns sequence points at their new lines; `undefined` if all are where they were. */
function movePoints(
  { localSignature, points }: SequencePoints,
  findMap: (document: number) => LineMap | undefined,
): SequencePoints | undefined {
  let isMoved = false;
  const moved = points.map((point) => {
    const map = point.kind === 'point' ? findMap(point.document) : undefined;
    if (map === undefined || point.kind === 'hidden') return point;
    const line = map.to(point.line);
    const endLine = Math.max(map.to(point.endLine), line);
    isMoved ||= line !== point.line || endLine !== point.endLine;
    const endColumn = fitColumn(point, endLine - line);
    return { ...point, line, endLine, endColumn };
  });
  return isMoved ? { localSignature, points: moved } : undefined;
}

/** Within one line, a place must not end before it starts, nor be empty, which would hide it. */
function fitColumn(
  { column, endColumn }: { readonly column: number; readonly endColumn: number },
  lines: number,
): number {
  return lines === 0 ? Math.max(endColumn, column + 1) : endColumn;
}
