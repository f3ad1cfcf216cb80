import type { IdeSession, SessionSpec } from '../../protocol/ideSession.ts';
import { apiVersion, kind } from './kind.ts';
import { toMetadata, toObject, toSpec } from './toObject.ts';

const prefix = `{"kind":"${kind}","apiVersion":"${apiVersion}","metadata":`;

/** Metadata is unique to a version of a session, a spec is shared by many. */
const texts = new WeakMap<IdeSession['metadata'], string>();
const specTexts = new WeakMap<SessionSpec, string>();

/** Encodes a session as JSON, once for all lists and watches. */
export function encodeSession(session: IdeSession): string {
  const { metadata, spec, status } = session;
  let text = texts.get(metadata);
  if (text === undefined) {
    const own = JSON.stringify(toMetadata(session));
    text = `${prefix}${own},"spec":${encodeSpec(spec)},"status":${JSON.stringify(status)}}`;
    texts.set(metadata, text);
  }
  return text;
}

/** Encodes a session as a dry run would leave it. A new one has no version yet. */
export function encodeDraft(session: IdeSession): string {
  const { metadata, ...object } = toObject(session);
  const { resourceVersion, ...unversioned } = metadata;
  const isNew = session.metadata.resourceVersion === 0;
  return JSON.stringify({
    ...object,
    metadata: isNew ? unversioned : { ...unversioned, resourceVersion },
  });
}

function encodeSpec(spec: SessionSpec): string {
  let text = specTexts.get(spec);
  if (text === undefined) {
    text = JSON.stringify(toSpec(spec));
    specTexts.set(spec, text);
  }
  return text;
}
