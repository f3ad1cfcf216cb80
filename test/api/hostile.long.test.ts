import { test } from 'node:test';
import { assertWithstands } from '../../tools/fixtures/api/hostileClients.ts';

test('10,000 random and hostile requests are answered, and get no secret', (context) =>
  assertWithstands(context, 10_000));
