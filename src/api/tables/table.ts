import type { IdeSession } from '../../protocol/ideSession.ts';
import { encodeSession } from '../resource/encode.ts';
import { toMetadata } from '../resource/toObject.ts';
import { columnDefinitions, toCells } from './columns.ts';
import type { TableRequest } from './tableRequest.ts';

/** Encodes sessions as a table. `metadata` is that of the list. */
export function encodeTable(
  sessions: readonly IdeSession[],
  metadata: object,
  request: TableRequest,
  now: Date,
): string {
  const rows = sessions.map((session) => encodeRow(session, request, now));
  return encode(request, metadata, rows);
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

const encodedColumns = JSON.stringify(columnDefinitions);

function encode({ apiVersion }: TableRequest, metadata: object, rows: readonly string[]): string {
  const head = `{"kind":"Table","apiVersion":"${apiVersion}","metadata":${JSON.stringify(metadata)}`;
  return `${head},"columnDefinitions":${encodedColumns},"rows":[${rows.join(',')}]}`;
}
