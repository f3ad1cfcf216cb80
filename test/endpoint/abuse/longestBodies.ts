import assert from 'node:assert/strict';
import { boundsOf, parseJson } from '../../../src/endpoint/body.ts';
import { JsonScan } from '../../../src/endpoint/jsonScan.ts';
import { parseRunSessionRequest } from '../../../src/endpoint/runSessionRequest.ts';
import { defaultSettings } from '../../../src/endpoint/settings.ts';
import { ProtocolError } from '../../../src/protocol/errors.ts';
import { context as surroundings } from '../../launch/requests.ts';
import { completeLaunchTypes } from '../../support/launchTypes.ts';

const types = completeLaunchTypes(surroundings);
const { bodyLimit } = defaultSettings;
const bounds = boundsOf(bodyLimit);

function items(count: number, itemOf: (index: number) => string): string {
  return Array.from({ length: Math.round(count) }, (_, index) => itemOf(index)).join(',');
}

function run(properties: string, rest = ''): string {
  return `{"launch_configurations":[{"type":"node","script_path":"a.js"${properties}}]${rest}}`;
}

/** Bodies of a share of the size that is allowed, by what they consist of. */
const texts: Readonly<Record<string, (share: number) => string>> = {
  variables: (share) =>
    run(
      '',
      `,"env":[${items(3_400 * share, (index) => `{"name":"V${index}","value":"${'v'.repeat(260)}"}`)}]`,
    ),
  arguments: (share) => run('', `,"args":[${items(10_000 * share, (index) => `"${index}"`)}]`),
  properties: (share) => run(`,${items(10_000 * share, (index) => `"p${index}":0`)}`),
  'numbered properties': (share) =>
    run(`,${items(10_000 * share, (index) => `"${index * 7919}":0`)}`),
  'one value of escapes': (share) =>
    run('', `,"args":["${String.raw`\u00e9`.repeat(170_000 * share)}"]`),
  'one value that is no ASCII': (share) =>
    run('', `,"env":[{"name":"A","value":"${'é'.repeat(520_000 * share)}"}]`),
  'one long path': (share) => run('').replace('a.js', `${'../'.repeat(340_000 * share)}a.js`),
  'nested lists': (share) =>
    run(`,"x":[${items(160 * share, () => '['.repeat(60) + ']'.repeat(60))}]`),
  'launch configurations': (share) =>
    `{"launch_configurations":[${items(5_000 * share, (index) => `{"type":"t${index}"}`)}]}`,
  faults: (share) => run('', `,"env":[${items(10_000 * share, () => '0')}]`),
};

/** The bodies that take longest among those that are allowed, or among those of a share of that size. */
export function longestBodies(share = 1): ReadonlyMap<string, Buffer> {
  const bodies = Object.entries(texts).map(([what, textOf]) => [what, Buffer.from(textOf(share))]);
  return new Map(bodies as [string, Buffer][]);
}

/** Does with a body what the endpoint does, from its bytes to a request or a refusal. */
export function takeBody(bytes: Buffer): void {
  assert.ok(bytes.length <= bodyLimit, `${bytes.length} bytes`);
  assert.ok(new JsonScan(bounds).take(bytes));
  try {
    parseRunSessionRequest(parseJson(bytes), types);
  } catch (error) {
    assert.ok(error instanceof ProtocolError);
  }
}
