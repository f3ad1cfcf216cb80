import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundsOf, parseJson } from '../../../src/endpoint/body.ts';
import { JsonScan } from '../../../src/endpoint/jsonScan.ts';
import { parseRunSessionRequest } from '../../../src/endpoint/runSessionRequest.ts';
import { defaultSettings } from '../../../src/endpoint/settings.ts';
import { ProtocolError } from '../../../src/protocol/errors.ts';
import { context as surroundings } from '../../launch/requests.ts';
import { busyTime } from '../../support/busyTime.ts';
import { completeLaunchTypes } from '../../support/launchTypes.ts';

/** How long a request may keep the event loop busy, in milliseconds. */
const longest = 20;
/** So often it is tried, since code is slow at first, and all that another core does slows this one. */
const tries = 12;

const types = completeLaunchTypes(surroundings);
const { bodyLimit } = defaultSettings;
const bounds = boundsOf(bodyLimit);

function items(count: number, itemOf: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => itemOf(index)).join(',');
}

function run(properties: string, rest = ''): string {
  return `{"launch_configurations":[{"type":"node","script_path":"a.js"${properties}}]${rest}}`;
}

/** The bodies that take longest among those within the bounds. */
const bodies: Readonly<Record<string, string>> = {
  'as many variables as there may be': run(
    '',
    `,"env":[${items(3_400, (index) => `{"name":"V${index}","value":"${'v'.repeat(260)}"}`)}]`,
  ),
  'as many arguments as there may be': run('', `,"args":[${items(10_000, (i) => `"${i}"`)}]`),
  'as many properties as there may be': run(`,${items(10_000, (index) => `"p${index}":0`)}`),
  'as many numbered properties': run(`,${items(10_000, (index) => `"${index * 7919}":0`)}`),
  'one value of escapes': run('', `,"args":["${String.raw`\u00e9`.repeat(170_000)}"]`),
  'one value that is no ASCII': run('', `,"env":[{"name":"A","value":"${'é'.repeat(520_000)}"}]`),
  'a path of a megabyte': run('').replace('a.js', `${'../'.repeat(340_000)}a.js`),
  'lists that are nested as deep as they may be': run(
    `,"x":[${items(160, () => '['.repeat(60) + ']'.repeat(60))}]`,
  ),
  'as many launch configurations as there may be': `{"launch_configurations":[${items(
    5_000,
    (index) => `{"type":"t${index}"}`,
  )}]}`,
  'nothing but faults': run('', `,"env":[${items(10_000, () => '0')}]`),
};

for (const [what, text] of Object.entries(bodies)) {
  test(`a body with ${what} holds nobody up`, () => {
    const bytes = Buffer.from(text);
    assert.ok(bytes.length <= bodyLimit, `${bytes.length} bytes`);
    let quickest = Infinity;
    for (let left = tries; left > 0 && quickest > longest; left--) {
      const begun = busyTime();
      assert.ok(new JsonScan(bounds).take(bytes));
      try {
        parseRunSessionRequest(parseJson(bytes), types);
      } catch (error) {
        assert.ok(error instanceof ProtocolError);
      }
      quickest = Math.min(quickest, busyTime() - begun);
    }
    assert.ok(quickest <= longest, `It took ${quickest} ms.`);
  });
}
