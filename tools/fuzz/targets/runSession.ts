import assert from 'node:assert/strict';
import { getBounds, decode, parseJson } from '../../../src/common/server/body.ts';
import { JsonScan } from '../../../src/common/server/jsonScan.ts';
import { parseRunSessionRequest } from '../../../src/endpoint/http/runSessionRequest.ts';
import { parseLaunchTypes } from '../../../src/launch/user/addedTypes.ts';
import { LaunchTypes } from '../../../src/launch/launchTypes.ts';
import { ProtocolError } from '../../../src/protocol/errors.ts';
import { runSessionRequestSchema } from '../../../src/protocol/runSession.ts';
import { context } from '../../fixtures/sessions/launchRequests.ts';
import { complete } from '../../fixtures/sessions/launchTypes.ts';
import type { LaunchRequest } from '../../../src/launch/launchPlan.ts';
import type { FuzzTarget } from '../target.ts';

const { types: added } = parseLaunchTypes({
  deno: { type: 'pwa-node', program: '${script_path}', with: ['${args}', '${a.b}'] },
});
const types = new LaunchTypes(context, complete(), () => added);

/** The body of a run session request, from its bytes to the launch plan. */
export const runSession: FuzzTarget = {
  name: 'runSession',
  words: [
    'launch_configurations',
    '"type":',
    '"mode":"NoDebug"',
    '"env":',
    '"name":',
    '"value":',
    '"args":',
    'script_path',
    'project_path',
    'program_path',
    'launch_profile',
    'cargo',
    'deno',
    'working_directory',
    'runtime_executable',
    'null',
    'true',
    '":"',
    '","',
    '{"',
    '"}',
    '[]',
    '"python"',
    '"rust"',
    '"go"',
    '"browser"',
    '"url":"http://x"',
    '"java"',
    '"maui"',
    '"bun"',
  ],
  parse(input) {
    if (!new JsonScan(getBounds(1024 * 1024)).take(input))
      throw new ProtocolError('BodyTooComplex');
    const body = parseJson(decode(input));
    const { request: spec } = parseRunSessionRequest(body, types);
    const { name } = types.plan(spec);
    return () => check(name, spec, body);
  },
};

function check(name: string, spec: LaunchRequest, body: object): void {
  assert.ok(!('intent' in spec));
  assert.doesNotMatch(name, /[\p{Cc}\p{Zl}\p{Zp}]/u);
  const request = runSessionRequestSchema.parse(body);
  const again = runSessionRequestSchema.parse(JSON.parse(JSON.stringify(request)));
  // As text, since JSON can't write -0 or numbers as large as 1e400, which it can parse.
  assert.equal(JSON.stringify(again), JSON.stringify(request));
  for (const variable of spec.env) assert.ok(variable.name !== '' && !/[=\0]/.test(variable.name));
}
