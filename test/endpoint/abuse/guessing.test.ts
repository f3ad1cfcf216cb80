import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { assertRefused, sendWith } from '../http/answers.ts';

const wrong = { Authorization: 'Bearer wrong' };

test('failed authentications are answered immediately and do not delay valid clients', async (context) => {
  // The clock does not advance, so a delayed response would never come.
  const fixture = await openEndpoint(context, { clock: new ManualClock() });
  const answers = Array.from({ length: 100 }, () => sendWith(fixture, 'GET', '/info', wrong));
  for (const answer of await Promise.all(answers)) assertRefused(answer, 'InvalidToken');
  const controller = fixture.controller();
  assert.equal((await controller.request('GET', '/info')).status, 200);
  await controller.connect();
});

test('the whole token is compared in constant time', () => {
  const path = join(import.meta.dirname, '../../../src/common/server/token.ts');
  const source = readFileSync(path, 'utf8');
  assert.match(source, /const bytes = Buffer\.from\(candidate\);/);
  // The length of a token is not secret: all have the same.
  assert.match(
    source,
    /return bytes\.length === this\.#bytes\.length && timingSafeEqual\(bytes, this\.#bytes\);/,
  );
  // Only this comparison and reveal() access the token.
  assert.doesNotMatch(
    source,
    /(#value|bytes)\s*[!=]==?[^=]|candidate\s*[!=]==?|startsWith|localeCompare/,
  );
});
