import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { assertAcceptsJson } from '../../../src/api/answers/accept.ts';
import { getTableRequest } from '../../../src/api/tables/tableRequest.ts';

const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';

function accepting(accept: string): IncomingMessage {
  return { headers: { accept }, url: '/' } as IncomingMessage;
}

test('the form with the highest weight is used, or the first of several', () => {
  for (const [accept, isTable] of [
    [`${table}, application/json`, true],
    [`application/json, ${table}`, false],
    [`application/json;q=0.5, ${table}`, true],
    [`application/json;q=0.5, ${table};q=0.6`, true],
    [`${table};q=0.8, application/json;q=0.9`, false],
    [`${table};q=0.1, */*`, false],
    [`*/*, ${table}`, true],
    [`${table};q=0, application/json;q=0.1`, false],
    [`application/json; Q=.5 ,${table}`, true],
    [`${table};q=much, application/json;q=0.9`, true],
  ] as const) {
    assert.equal(getTableRequest(accepting(accept)) !== undefined, isTable, accept);
  }
});

test('a form with the weight 0 is not acceptable', () => {
  assert.throws(() => assertAcceptsJson(accepting('application/json;q=0, text/html')), {
    reason: 'NotAcceptable',
  });
  assert.throws(() => getTableRequest(accepting(`${table};q=0.0`)), { reason: 'NotAcceptable' });
  assertAcceptsJson(accepting('application/json;q=0.001'));
});
