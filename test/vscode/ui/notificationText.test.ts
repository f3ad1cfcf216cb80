import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutLinks } from '../../../src/vscode/ui/notificationText.ts';

/** What the editor considers a link in the text of a notification. */
const link = /\[[^\]]+\]\((https?:\/\/|command:|file:)[^)\s]+/i;

test("a name can't add a link to a notification", () => {
  const name = '[Fix it](command:workbench.action.terminal.new)';
  assert.match(name, link);
  const shown = withoutLinks(`There is no project /srv/${name}.csproj.`);
  assert.doesNotMatch(shown, link);
  assert.ok(shown.includes('[Fix it] (command:'));
});

test('text without links is unchanged', () => {
  const text = 'shop.csproj(3,5): error [CS1002]: ; expected (in shop)';
  assert.equal(withoutLinks(text), text);
});
