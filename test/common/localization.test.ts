import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { defineErrors, localizeMessage } from '../../src/common/errorCatalogue.ts';
import { getLocalizedMessage } from '../../src/common/humanError.ts';
import { localize, setLanguage } from '../../src/common/localization.ts';
import { definePhrases } from '../../src/common/phrases.ts';
import { afterTest } from '../../tools/fixtures/afterTest.ts';

const german: Readonly<Record<string, string>> = {
  '{tool} failed: {reason}.': 'Fehler in {tool}: {reason}.',
  'it is {age} days old': 'ist {age} Tage alt',
  'it is old': 'ist alt',
  'Stop {name}': '{name} beenden',
  'There is no {file}.': '{file} fehlt.',
};

function speakGerman(context: TestContext): void {
  setLanguage((text) => german[text] ?? text);
  afterTest(context, () => setLanguage((text) => text));
}

const errors = defineErrors({
  FileMissing: { message: 'There is no {file}.', remedy: 'Create it.' },
  ToolFailed: { message: '{tool} failed: {reason}.', remedy: 'Start {tool} again.\n{output}' },
});

const phrases = definePhrases({ old: 'it is old', aged: 'it is {age} days old' });

test('texts are English until the language is set', () => {
  assert.equal(localize('Stop {name}', { name: 'web' }), 'Stop web');
});

test('values are put into the translation, and a text without one stays English', (context) => {
  speakGerman(context);
  assert.equal(localize('Stop {name}', { name: '{name}' }), '{name} beenden');
  assert.equal(localize('Stop All'), 'Stop All');
});

test('users read an error in their language, while controllers and logs read English', (context) => {
  speakGerman(context);
  const error = errors.FileMissing({ file: 'a.json' });
  assert.equal(getLocalizedMessage(error), 'a.json fehlt. Create it.');
  assert.equal(error.message, 'There is no a.json. Create it.');
  assert.equal(getLocalizedMessage(new TypeError('no such thing')), 'no such thing');
});

test('a message of which only code and English text are left is translated with its values', (context) => {
  speakGerman(context);
  const values = { tool: 'a (b)', reason: 'It is old.', output: 'line 1\nline 2' };
  const { code, localizedMessage, message } = errors.ToolFailed(values);
  assert.equal(localizedMessage, 'Fehler in a (b): It is old. Start a (b) again.\nline 1\nline 2');
  assert.equal(localizeMessage(code, message), localizedMessage);
});

test('a message that is not one of its code stays as it is', (context) => {
  speakGerman(context);
  assert.equal(localizeMessage('FileMissing', 'No such file.'), 'No such file.');
  assert.equal(localizeMessage('Unknown', 'There is no a.json.'), 'There is no a.json.');
  assert.equal(localizeMessage(undefined, 'There is no a.json.'), 'There is no a.json.');
});

const reasons = [
  { reason: phrases.old(), english: 'it is old', translated: 'ist alt' },
  { reason: phrases.aged({ age: 3 }), english: 'it is 3 days old', translated: 'ist 3 Tage alt' },
  { reason: 'a.b: it is old', english: 'a.b: it is old', translated: 'a.b: ist alt' },
  {
    reason: 'it is 3 days old; c: it is old',
    english: 'it is 3 days old; c: it is old',
    translated: 'ist 3 Tage alt; c: ist alt',
  },
  {
    reason: 'it is gone; it is old',
    english: 'it is gone; it is old',
    translated: 'it is gone; it is old',
  },
  { reason: 'it is gone', english: 'it is gone', translated: 'it is gone' },
];

for (const { english, reason, translated } of reasons) {
  test(`the reason "${english}" of an error is translated as "${translated}"`, (context) => {
    speakGerman(context);
    const error = errors.ToolFailed({ tool: 'a', reason, output: '' });
    assert.equal(error.message, `a failed: ${english}. Start a again.`);
    assert.equal(error.localizedMessage, `Fehler in a: ${translated}. Start a again.`);
    assert.equal(localizeMessage(error.code, error.message), error.localizedMessage);
  });
}
