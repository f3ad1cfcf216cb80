import type { IdeSession } from '../../protocol/ideSession.ts';
import { encodeSession } from '../resource/encode.ts';
import { apiVersion, kind } from '../resource/kind.ts';

/** Encodes a session as the object of an event, in JSON. */
export type Encode = (session: IdeSession) => string;

/** The metadata of a bookmark: the version up to which a client has received everything. */
export interface BookmarkMetadata {
  readonly resourceVersion: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** How a watch shows sessions. */
export interface WatchView {
  /** Encodes the object of a watch's first event. */
  readonly first: Encode;
  /** Encodes the object of further events. Watches with the same function share what it returns. */
  readonly rest: Encode;
  /** Encodes the object of a bookmark. */
  readonly bookmark: (metadata: BookmarkMetadata) => string;
}

/** Whole objects. */
export const objectView: WatchView = {
  first: encodeSession,
  rest: encodeSession,
  bookmark: (metadata) => JSON.stringify({ kind, apiVersion, metadata }),
};
