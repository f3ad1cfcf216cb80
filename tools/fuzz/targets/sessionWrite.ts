import assert from 'node:assert/strict';
import { DuplicateFieldSearch } from '../../../src/api/fields/duplicateFields.ts';
import { checkFields } from '../../../src/api/fields/fieldValidation.ts';
import { findUnknownFields, sessionShape } from '../../../src/api/fields/knownFields.ts';
import { applyJsonPatch } from '../../../src/api/patch/jsonPatch.ts';
import { applyMergePatch } from '../../../src/api/patch/mergePatch.ts';
import { MalformedPatch, PatchFailed } from '../../../src/api/patch/patchErrors.ts';
import { invalidSession } from '../../../src/api/answers/writeErrors.ts';
import { encodeDraft } from '../../../src/api/resource/encode.ts';
import { parseNewSession } from '../../../src/api/resource/newSession.ts';
import { checkChange, toChange, toPatch } from '../../../src/api/resource/sessionChange.ts';
import { parseStatus } from '../../../src/api/resource/statusRules.ts';
import { toObject } from '../../../src/api/resource/toObject.ts';
import { parseSession, type WrittenSession } from '../../../src/api/resource/written.ts';
import { decode, getBounds, parseJson } from '../../../src/common/server/body.ts';
import { JsonScan } from '../../../src/common/server/jsonScan.ts';
import { RequestError } from '../../../src/common/server/requestError.ts';
import type { IdeSession } from '../../../src/protocol/ideSession.ts';
import { applyPatch } from '../../../src/sessions/store.ts';
import { context } from '../../fixtures/sessions/launchRequests.ts';
import { completeLaunchTypes } from '../../fixtures/sessions/launchTypes.ts';
import type { FuzzTarget } from '../target.ts';

const limit = 1024 * 1024;
const types = completeLaunchTypes(context);
const secret = 'kept-secret';

const session: IdeSession = {
  metadata: {
    name: 'shop',
    uid: 'c0ffee',
    owner: { kind: 'api' },
    creationTimestamp: '2026-01-02T03:04:05.678000Z',
    resourceVersion: 7,
    generation: 1,
    labels: { app: 'shop' },
  },
  spec: {
    launchConfiguration: { type: 'node', script_path: 'a.js' },
    env: [{ name: 'KEY', value: secret }],
    args: ['x'],
    desiredState: '',
  },
  status: { state: '' },
};

/** The body of a request that creates, replaces or patches a session, from its bytes to what is stored. */
export const sessionWrite: FuzzTarget = {
  name: 'sessionWrite',
  words: [
    '"metadata":{"name":"shop"}',
    '"generateName":"a-"',
    '"labels":',
    '"annotations":',
    '"kubectl.kubernetes.io/last-applied-configuration":',
    '"finalizers":["a/b"]',
    '"spec":{',
    '"launchConfigurations":"[{\\"type\\":\\"node\\",\\"script_path\\":\\"a\\"}]"',
    '"args":["x"]',
    '"env":[{"name":"KEY"}]',
    '"desiredState":"Running"',
    '"status":{"state":"Starting"}',
    '{"op":"add","path":"/metadata/labels/a","value":"b"}',
    '{"op":"remove","path":"/spec/args"}',
    '{"op":"copy","from":"/spec","path":"/metadata/annotations"}',
    '{"op":"move","from":"/spec/args/0","path":"/spec/args/-"}',
    '{"op":"test","path":"/kind","value":"IdeSession"}',
    '/~1~0',
    'null',
    '":"',
    '","',
    '{"',
    '"}',
    '[]',
  ],
  parse(input) {
    if (!new JsonScan(getBounds(limit)).take(input)) throw new RequestError('BodyTooComplex');
    const body = parseJson(decode(input));
    const answers = [create(input, body), patch(() => applyMergePatch(toObject(session), body))];
    if (Array.isArray(body)) answers.push(patch(() => applyJsonPatch(toObject(session), body)));
    return () => {
      for (const answer of answers) assert.ok(!answer.includes(secret));
    };
  },
};

function create(json: Uint8Array, body: object): string {
  const duplicate = findDuplicates(json);
  const unknown = findUnknownFields(body, sessionShape);
  const warnings = checkFields({ duplicate, unknown }, 'Warn');
  for (const warning of warnings) assert.match(warning, /^299 - "[\x20-\x7e]*"$/);
  if (Array.isArray(body)) return '';
  const parsed = parseSession({ ...body, kind: 'IdeSession', apiVersion: '' });
  if (parsed.kind === 'invalid') return invalidSession('', parsed.causes).message;
  const result = parseNewSession(parsed.written, types, limit);
  if (result.kind === 'invalid') return invalidSession('', result.causes).message;
  assert.match(result.session.chooseName(), /^[a-z0-9][-.a-z0-9]{0,252}$/);
  return JSON.stringify(result.session.metadata);
}

/** Searches all of a body at once. */
function findDuplicates(json: Uint8Array): readonly string[] {
  const search = new DuplicateFieldSearch(Buffer.from(json));
  while (search.advance());
  return search.fields;
}

function patch(apply: () => unknown): string {
  const written = parsePatched(apply);
  if (typeof written === 'string') return written;
  const status = parseStatus(session, written.status);
  if (status.kind === 'status') assert.equal(status.status.state, '');
  const causes = checkChange(session, written);
  if (causes.length > 0) return invalidSession('shop', causes).message;
  const change = toPatch(session, toChange(written));
  if (change === undefined) return '';
  const changed = applyPatch(session, change);
  assert.deepEqual(changed.spec.env, session.spec.env);
  return encodeDraft(changed);
}

/** Returns what a session becomes by a patch, or why the patch is refused. */
function parsePatched(apply: () => unknown): WrittenSession | string {
  try {
    const object = apply();
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return '';
    const parsed = parseSession({ ...object, kind: 'IdeSession', apiVersion: '' });
    if (parsed.kind === 'written') return parsed.written;
    return invalidSession('shop', parsed.causes).message;
  } catch (error) {
    if (error instanceof MalformedPatch || error instanceof PatchFailed) return error.message;
    throw error;
  }
}
