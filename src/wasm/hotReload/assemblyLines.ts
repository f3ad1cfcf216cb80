import { documentPaths, openPdb } from '../metadata/pdb.ts';
import {
  parseSequencePoints,
  type SequencePoints,
  writeSequencePoints,
} from '../metadata/sequencePoints.ts';
import { blobAt } from '../metadata/streams.ts';
import { table } from '../metadata/tables.ts';
import type { LineMap } from './lineMap.ts';
import { changedMethods, listMethods, movePdb } from './movedPdb.ts';

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
  /** The symbols of the original assembly and of each update. */
  readonly #parts: Part[] = [];
  /** The part with the symbols of each method, by the method's row. */
  readonly #partOfMethod = new Map<number, Part>();

  /** Takes the symbols of the original assembly. Throws a RangeError for broken ones. */
  constructor(pdb: Buffer) {
    this.#add(pdb);
  }

  /**
   * Adds an update: the symbols of the methods that it changed, if there are any, and the documents whose lines
   * moved. Returns the updates for the methods that were only moved. Throws a RangeError for broken symbols, and
   * then changes nothing.
   */
  apply(pdb: Buffer | undefined, findMoves: FindMoves): readonly LineUpdate[] {
    const emitted = new Set(pdb === undefined ? [] : listMethods(openPdb(pdb)));
    const moves = this.#parts.map((part) => {
      const counts = (method: number): boolean =>
        this.#partOfMethod.get(method) === part && !emitted.has(method);
      return { part, move: findMove(part, counts, findMoves) };
    });
    const moved = moves.flatMap(({ move, part }) => {
      if (move === undefined) return [];
      part.pdb = movePdb(part.pdb, move);
      const methods = [...move.keys()].map((row) => part.methods[row - 1] ?? 0);
      for (const method of methods) part.moved.add(method);
      return [{ metadata: changedMethods(methods), pdb: part.pdb }];
    });
    if (pdb !== undefined) this.#add(pdb);
    return moved;
  }

  /** The updates for all methods that were moved, for a page that has only the updates of the compiler. */
  get moved(): readonly LineUpdate[] {
    return this.#parts.flatMap((part) => {
      const methods = [...part.moved].filter((method) => this.#partOfMethod.get(method) === part);
      return methods.length > 0 ? [{ metadata: changedMethods(methods), pdb: part.pdb }] : [];
    });
  }

  #add(pdb: Buffer): void {
    const part: Part = { pdb, methods: listMethods(openPdb(pdb)), moved: new Set() };
    this.#parts.push(part);
    for (const method of part.methods) this.#partOfMethod.set(method, part);
  }
}

/** The symbols of the original assembly or of an update. */
interface Part {
  /** With the current lines. */
  pdb: Buffer;
  /** The methods that the rows belong to, in order. */
  readonly methods: readonly number[];
  /** The methods whose lines are not the compiler's. */
  readonly moved: Set<number>;
}

/** Returns the moved sequence points of a part's methods that count, by row. `undefined` if none of them moved. */
function findMove(
  { methods, pdb: bytes }: Part,
  counts: (method: number) => boolean,
  findMoves: FindMoves,
): ReadonlyMap<number, Buffer> | undefined {
  const pdb = openPdb(bytes);
  const maps = documentPaths(pdb).map(findMoves);
  if (maps.every((map) => map === undefined)) return undefined;
  const pointsByRow = new Map<number, Buffer>();
  for (const [index, row] of [...pdb.tables.rows(table.methodDebugInformation)].entries()) {
    const [document = 0, offset = 0] = row;
    if (offset === 0 || !counts(methods[index] ?? 0)) continue;
    const points = parseSequencePoints(blobAt(pdb.blobs, offset), document);
    const moved = movePoints(points, (found) => maps[found - 1]);
    if (moved !== undefined) pointsByRow.set(index + 1, writeSequencePoints(moved, document));
  }
  return pointsByRow.size > 0 ? pointsByRow : undefined;
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
