import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkInlineErrors, inlineErrors } from '../../tools/checks/inlineErrors.ts';

test('an error that is made without a catalogue is reported with its line', () => {
  const text = "import {} from 'x';\nthrow new HumanError('Code', 'It failed.');\n";
  assert.deepEqual(inlineErrors('src/a.ts', text), [
    'src/a.ts:2 makes a HumanError itself. Define it in an errors.ts.',
  ]);
  assert.equal(inlineErrors('src/a.ts', 'class OwnError extends HumanError {}').length, 1);
});

test('catching an error and making one with a factory are not reported', () => {
  const text = 'if (error instanceof HumanError) throw launchErrors.ScriptMissing();\n';
  assert.deepEqual(inlineErrors('src/a.ts', text), []);
});

test('the source files make their errors with the factories of catalogues', async () => {
  assert.deepEqual(await checkInlineErrors(), { isPassed: true, output: '' });
});
