import type { IdeSession } from '../../protocol/ideSession.ts';
import type { EncodedList } from '../answers/sendList.ts';
import { encodeSession } from '../resource/encode.ts';
import { toMetadata } from '../resource/toObject.ts';
import type { BookmarkMetadata } from '../watch/watchView.ts';
import { columnDefinitions, toCells } from './columns.ts';
import type { TableRequest } from './tableRequest.ts';

/** Encodes sessions as a table. `metadata` is that of the list. */
export function encodeTable(
  sessions: readonly IdeSession[],
  metadata: object,
  request: TableRequest,
  now: Date,
): EncodedList {
  return encode(request, metadata, 'withColumns', encodeRows(sessions, request, now));
}

/** Whether a table describes its columns, or leaves them out as they are those of an earlier one. */
type Columns = 'withColumns' | 'withoutColumns';

/** Encodes the session of an event as a table with one row. */
export function encodeTableEvent(
  session: IdeSession,
  columns: Columns,
  request: TableRequest,
  now: Date,
): string {
  const resourceVersion = String(session.metadata.resourceVersion);
  return toText(encode(request, { resourceVersion }, columns, [encodeRow(session, request, now)]));
}

/** Encodes a bookmark, which has metadata only, as a table with one row. */
export function encodeBookmark(metadata: BookmarkMetadata, request: TableRequest): string {
  const cells = columnDefinitions.map(() => null);
  const row = JSON.stringify({ cells, object: toPartialObject(metadata, request) });
  const { resourceVersion } = metadata;
  return toText(encode(request, { resourceVersion }, 'withoutColumns', [row]));
}

function* encodeRows(
  sessions: readonly IdeSession[],
  request: TableRequest,
  now: Date,
): Generator<string> {
  for (const session of sessions) yield encodeRow(session, request, now);
}

function encodeRow(session: IdeSession, request: TableRequest, now: Date): string {
  const cells = JSON.stringify(toCells(session, now));
  switch (request.rowContent) {
    case 'None':
      return `{"cells":${cells}}`;
    case 'Metadata': {
      const object = toPartialObject(toMetadata(session), request);
      return `{"cells":${cells},"object":${JSON.stringify(object)}}`;
    }
    case 'Object':
      return `{"cells":${cells},"object":${encodeSession(session)}}`;
  }
}

function toPartialObject(metadata: object, { apiVersion }: TableRequest): object {
  return { kind: 'PartialObjectMetadata', apiVersion, metadata };
}

const encodedColumns = {
  withColumns: JSON.stringify(columnDefinitions),
  withoutColumns: 'null',
} satisfies Record<Columns, string>;

function encode(
  { apiVersion }: TableRequest,
  metadata: object,
  columns: Columns,
  items: Iterable<string>,
): EncodedList {
  const start = `{"kind":"Table","apiVersion":"${apiVersion}","metadata":${JSON.stringify(metadata)}`;
  const head = `${start},"columnDefinitions":${encodedColumns[columns]},"rows":[`;
  return { head, items, tail: ']}' };
}

function toText({ head, items, tail }: EncodedList): string {
  return `${head}${[...items].join(',')}${tail}`;
}
