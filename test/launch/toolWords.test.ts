import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastLines, withoutSecrets } from '../../src/launch/toolWords.ts';

const secret = '0123456789abcdef';

for (const commandLine of [
  `adapter --adapter-access-token ${secret} --port 1`,
  `['adapter', '--adapter-access-token', '${secret}', '--port']`,
  `["adapter","--api-key","${secret}"]`,
  `adapter --password=${secret}`,
]) {
  test(`a secret argument is removed from ${commandLine.replace(secret, '…')}`, () => {
    const shown = withoutSecrets(commandLine, {});
    assert.ok(!shown.includes(secret));
    assert.match(shown, /adapter.*…/);
  });
}

test('values of variables are removed, except for those that are part of every path', () => {
  const environment = { CONNECTION: 'Host=db;Password=hush', HOME: '/home/user', NO: 'no' };
  const shown = withoutSecrets('no /home/user: Host=db;Password=hush', environment);
  assert.equal(shown, 'no /home/user: …');
});

test('only the last lines of many are repeated', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  assert.equal(lastLines(`${lines.join('\n')}\n\n`), lines.slice(10).join('\n'));
});
