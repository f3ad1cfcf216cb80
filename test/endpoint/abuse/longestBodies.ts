import assert from 'node:assert/strict';
import { printable } from '../../../src/common/printable.ts';
import { boundsOf, decode, parseJson } from '../../../src/endpoint/http/body.ts';
import { JsonScan } from '../../../src/endpoint/http/jsonScan.ts';
import { parseRunSessionRequest } from '../../../src/endpoint/http/runSessionRequest.ts';
import { defaultSettings } from '../../../src/host/settings.ts';
import { ProtocolError } from '../../../src/protocol/errors.ts';
import { longestName } from '../../../src/protocol/schema.ts';
import { context as surroundings } from '../../launch/requests.ts';
import { completeLaunchTypes } from '../../support/launchTypes.ts';

const types = completeLaunchTypes(surroundings);
const { bodyLimit } = defaultSettings;
const bounds = boundsOf(bodyLimit);
const values = bounds.values - 100;
/** How many bytes come at once. */
const chunkSize = 64 * 1024;

function items(count: number, itemOf: (index: number) => string): string {
  return Array.from({ length: Math.round(count) }, (_, index) => itemOf(index)).join(',');
}

function configuration(properties: object): string {
  return JSON.stringify({ launch_configurations: [properties] });
}

function run(properties: string, rest = ''): string {
  return `{"launch_configurations":[{"type":"node","script_path":"a.js"${properties}}]${rest}}`;
}

/** So many bytes of a text that is repeated. */
function fill(text: string, bytes: number): string {
  return text.repeat(Math.floor(bytes / Buffer.byteLength(text)));
}

/** Names of a share of the longest length there may be, in each property that is a path, a name or an address. */
function longNames(text: string): (share: number) => string {
  return (share) => {
    const name = text.repeat((longestName * share) / text.length);
    return configuration({
      type: 'node',
      script_path: name,
      working_directory: name,
      runtime_executable: `./${name.slice(2)}`,
      launch_method: 'direct',
    });
  };
}

function namedVariables(name: string): (share: number) => string {
  const count = 100;
  const length = (bodyLimit * 0.9) / count / Buffer.byteLength(name);
  return (share) =>
    run(
      '',
      `,"env":[${items(count * share, (index) => `{"name":"LD_${index}${name.repeat(length)}","value":""}`)}]`,
    );
}

/** Bodies of a share of the size that is allowed, by what they consist of. */
const texts: Readonly<Record<string, (share: number) => string>> = {
  variables: (share) =>
    run(
      '',
      `,"env":[${items((values / 3) * share, (index) => `{"name":"V${index}","value":"${'v'.repeat(550)}"}`)}]`,
    ),
  arguments: (share) =>
    run('', `,"args":[${items(values * share, (index) => `"${index}${'a'.repeat(180)}"`)}]`),
  properties: (share) => run(`,${items(900 * share, (index) => `"p${index}":0`)}`),
  'numbered properties': (share) => run(`,${items(900 * share, (index) => `"${index * 7919}":0`)}`),
  'objects of numbered properties': (share) =>
    run(
      `,"x":[${items((values / 950) * share, (one) => `{${items(900, (index) => `"${one * 7 + index * 7919}":0`)}}`)}]`,
    ),
  'launch configurations of many properties': (share) =>
    `{"launch_configurations":[${items((values / 950) * share, (one) => `{"type":"node","mode":null,${items(900, (index) => `"p${one} ${index}":0`)}}`)}]}`,
  'one value of escapes': (share) =>
    run('', `,"args":["${fill(String.raw`\u00e9`, bodyLimit * share - 200)}"]`),
  'one value that is no ASCII': (share) =>
    run('', `,"env":[{"name":"A","value":"${fill('é', bodyLimit * share - 200)}"}]`),
  'one argument that is a long path': (share) =>
    run('', `,"args":["${fill('../', bodyLimit * share - 200)}"]`),
  'a path that is too long': (share) =>
    run('').replace('a.js', `${fill('a/', bodyLimit * share - 200)}a.js`),
  'control characters': (share) =>
    run('').replace('a.js', fill(String.raw`\u0001`, bodyLimit * share - 200)),
  'line separators': (share) => run('').replace('a.js', fill('\u2028', bodyLimit * share - 200)),
  'long names of slashes': longNames('/'),
  'long names of short folders': longNames('a/'),
  'long names of parents': longNames('../'),
  'long names of control characters': longNames('\u0001'),
  'long names of line separators': longNames('\u2028'),
  'long names of variables that change what is loaded': namedVariables('A'),
  'names of variables in line separators': namedVariables('\u2028'),
  'long addresses': (share) =>
    configuration({ type: 'browser', url: `http://${'é.'.repeat((longestName / 2 - 4) * share)}` }),
  'long command lines': (share) =>
    configuration({
      type: 'go',
      program: 'x',
      build_flags: 'a '.repeat((longestName / 2 - 1) * share),
    }),
  'nested lists': (share) =>
    run(`,"x":[${items((values / 62) * share, () => '['.repeat(60) + ']'.repeat(60))}]`),
  'launch configurations': (share) =>
    `{"launch_configurations":[${items((values / 2) * share, (index) => `{"type":"t${index}"}`)}]}`,
  faults: (share) => run('', `,"env":[${items(values * share, () => '0')}]`),
};

/** The bodies that take longest among those that are allowed, or among those of a share of that size. */
export function longestBodies(share = 1): ReadonlyMap<string, Buffer> {
  const bodies = Object.entries(texts).map(([what, textOf]) => [what, Buffer.from(textOf(share))]);
  return new Map(bodies as [string, Buffer][]);
}

/** Does with a body what the endpoint does, from its bytes to a request or a refusal, one turn of the event loop after the other. */
export function* takeInTurns(bytes: Buffer): Iterable<void> {
  assert.ok(bytes.length <= bodyLimit, `${bytes.length} bytes`);
  const scan = new JsonScan(bounds);
  for (let start = 0; start < bytes.length; start += chunkSize) {
    assert.ok(scan.take(bytes.subarray(start, start + chunkSize)));
    yield;
  }
  const text = decode(bytes);
  yield;
  const value = parseJson(text);
  yield;
  try {
    const { plan, request } = parseRunSessionRequest(value, types);
    yield;
    printable(`A request to run ${plan.name} was refused.`);
    types.changedLoaders(request);
  } catch (error) {
    assert.ok(error instanceof ProtocolError);
    JSON.stringify(error);
  }
  yield;
}

/** Does all of it. */
export function takeBody(bytes: Buffer): void {
  for (const _ of takeInTurns(bytes));
}
