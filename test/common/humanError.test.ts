import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HumanError, toHumanError } from '../../src/common/humanError.ts';
import { getMessage } from '../../src/common/log.ts';
import { runnerErrors } from '../../src/processes/errors.ts';

test('a HumanError is kept as it is', () => {
  const error = new HumanError('ProgramNotFound', 'There is no program. Build it.');
  assert.equal(toHumanError(error, runnerErrors.ProgramNotBuilt), error);
  assert.equal(error.code, 'ProgramNotFound');
  assert.equal(error.message, 'There is no program. Build it.');
});

test('any other error gets the message of the catalogue', () => {
  const error = toHumanError(new TypeError('no such thing'), runnerErrors.ProgramNotBuilt);
  assert.equal(error.code, 'ProgramNotBuilt');
  assert.match(error.message, /^The program could not be built: no such thing\. Start it again/);
});

test('a thrown value that is not an error is shown as text, without a stack', () => {
  assert.equal(getMessage('plain text'), 'plain text');
  assert.equal(getMessage(undefined), 'undefined');
  assert.equal(getMessage(new Error('message only')), 'message only');
});
