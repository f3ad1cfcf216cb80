import { test } from 'node:test';
import { longestBodies, takeBody } from '../../../tools/fixtures/endpoint/longestBodies.ts';

for (const [what, body] of longestBodies()) {
  test(`a body of ${what} is accepted, or refused with a reason`, () => takeBody(body));
}
