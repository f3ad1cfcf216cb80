import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTokens } from '../../../src/cli/hosts/hostTokens.ts';
import type { RunningHost } from '../../../src/cli/hosts/runningHosts.ts';

function host(pid: number, send: () => Promise<unknown>): RunningHost {
  return { facts: { pid }, client: { send } } as unknown as RunningHost;
}

test('a host that has just ended is reported, and the tokens of the others are returned', async () => {
  const told: string[] = [];
  const hosts = [
    host(1, () => Promise.resolve({ env: { DEBUG_SESSION_TOKEN: 'one' } })),
    host(2, () => Promise.reject(new Error('connect ECONNREFUSED'))),
    host(3, () => Promise.resolve({ env: {} })),
  ];
  assert.deepEqual(await readTokens(hosts, (text) => told.push(text)), [
    { name: 'the token of host 1', value: 'one' },
  ]);
  assert.deepEqual(told, ['The token of host 2 is not known: connect ECONNREFUSED']);
});
