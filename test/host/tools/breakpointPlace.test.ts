import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPlace, isAtPlace } from '../../../src/host/tools/breakpointPlace.ts';

const breakpoint = { path: '/src/Shop/Pages/Counter.razor', line: 7 };

test('a place is matched by the end of its path, by whole names, and by its line', () => {
  const cases = [
    [{}, true],
    [{ file: 'Counter.razor' }, true],
    [{ file: 'Pages/Counter.razor', line: 7 }, true],
    [{ file: String.raw`pages\counter.razor` }, true],
    [{ file: './Pages/Counter.razor' }, true],
    [{ file: '/src/Shop/Pages/Counter.razor' }, true],
    [{ file: 'Counter.razor', line: 8 }, false],
    [{ file: 'ounter.razor' }, false],
    [{ file: 'Other/Counter.razor' }, false],
    [{ line: 7 }, true],
    [{ line: 6 }, false],
  ] as const;
  for (const [place, expected] of cases) {
    assert.equal(isAtPlace(breakpoint, place), expected, JSON.stringify(place));
  }
});

test('a place is formatted for a sentence', () => {
  const places = [{}, { line: 3 }, { file: 'a.cs' }, { file: 'a.cs', line: 3 }];
  assert.deepEqual(places.map(formatPlace), ['any line', 'any line 3', 'a.cs', 'a.cs:3']);
});
