import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { userCache } from '../../../src/dotnet/files/userCache.ts';

test('the cache folder is the one that the user sets', () => {
  const folder = userCache({ XDG_CACHE_HOME: '/absolute' }, 'linux');
  assert.equal(folder, join('/absolute', 'ide-session-host'));
});

for (const cache of ['', 'relative']) {
  // .NET programs don't start with a relative path of a startup hook.
  test(`the cache folder is below the home folder if the set one is '${cache}'`, () => {
    const folder = userCache({ XDG_CACHE_HOME: cache }, 'linux');
    assert.equal(folder, join(homedir(), '.cache', 'ide-session-host'));
  });
}
