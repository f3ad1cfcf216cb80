import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { hasBody, readJsonBody } from '../../common/server/body.ts';
import { getParameters } from '../../common/server/target.ts';
import { assertAcceptsJson } from '../answers/accept.ts';
import { StatusError } from '../answers/status.ts';
import type { ApiContext } from '../apiContext.ts';
import { applyJsonPatch } from '../patch/jsonPatch.ts';
import { applyMergePatch } from '../patch/mergePatch.ts';
import { MalformedPatch, PatchFailed } from '../patch/patchErrors.ts';
import { toObject } from '../resource/toObject.ts';
import { findSession } from './get.ts';
import { findDuplicates, noteIgnoredFields } from './sentObject.ts';
import { parseWriteOptions } from './writeOptions.ts';
import { type Part, parseWritten, writeSession } from './writeSession.ts';

interface PatchType {
  readonly apply: (document: object, patch: unknown) => unknown;
  /** Whether the fields of the patch are those of the object. */
  readonly hasFields: boolean;
}

const patchTypes: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': { apply: applyJsonPatch, hasFields: false },
  'application/merge-patch+json': { apply: applyMergePatch, hasFields: true },
};

/** Why the other patches that Kubernetes knows are not supported. */
const unsupported: Readonly<Record<string, string>> = {
  'application/strategic-merge-patch+json':
    'strategic merge patches are not supported; use a merge patch (kubectl patch --type=merge)',
  'application/apply-patch+yaml':
    'server-side apply is not supported; use client-side apply (kubectl apply without --server-side)',
};

/** Patches a session, or its status. */
export function patchSession(context: ApiContext, part: Part): RequestHandler<{ name: string }> {
  return async (request, response: ServerResponse) => {
    assertAcceptsJson(request);
    const { name } = request.params;
    const type = getPatchType(request, response);
    const options = parseWriteOptions(getParameters(request), 'PatchOptions');
    const { validation } = options;
    const { bytes, pause, value } = await readJsonBody(request, context.bodyLimit);
    const duplicate = type.hasFields ? await findDuplicates(bytes, validation) : [];
    const session = findSession(name, context);
    const patched = apply(type, toObject(session), value);
    const written = parseWritten(name, patched);
    noteIgnoredFields(response, patched, duplicate, validation);
    await writeSession(response, context, { ...options, session, written, part, pause });
  };
}

function getPatchType({ headers }: IncomingMessage, response: ServerResponse): PatchType {
  const [text = ''] = (headers['content-type'] ?? '').split(';');
  const name = text.trim().toLowerCase();
  const type = Object.hasOwn(patchTypes, name) ? patchTypes[name] : undefined;
  if (type !== undefined && hasBody(headers)) return type;
  if (type !== undefined) throw new StatusError('BadRequest', 'the body must be a patch');
  const accepted = Object.keys(patchTypes).join(', ');
  response.setHeader('Accept-Patch', accepted);
  const reason = Object.hasOwn(unsupported, name) ? unsupported[name] : undefined;
  throw new StatusError(
    'UnsupportedMediaType',
    reason ??
      `the body of the request was in an unknown format - accepted media types: ${accepted}`,
    {},
  );
}

function apply(type: PatchType, document: object, patch: unknown): unknown {
  try {
    return type.apply(document, patch);
  } catch (error) {
    if (error instanceof MalformedPatch) throw new StatusError('BadRequest', error.message);
    if (error instanceof PatchFailed) throw new StatusError('Invalid', error.message, {});
    throw error;
  }
}
