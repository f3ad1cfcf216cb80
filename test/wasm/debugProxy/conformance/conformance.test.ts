// The areas of the conformance suite that are quickest to run, in one page, and assignments of random values.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../../../tools/fixtures/property.ts';
import { serveClient } from '../../../../tools/fixtures/dotnet/servedClient.ts';
import { asyncMethods } from './areas/async.ts';
import { closures } from './areas/closures.ts';
import { everyday } from './areas/everyday.ts';
import { exceptions } from './areas/exceptions.ts';
import { generics } from './areas/generics.ts';
import { members } from './areas/members.ts';
import { structs } from './areas/structs.ts';
import { assigned } from './assigned.ts';
import { assignAll, plans } from './assignments.ts';
import { openBench, writeSources } from './bench.ts';
import { runAreas } from './cases.ts';

const quick = [members, asyncMethods, closures, everyday, exceptions, generics, structs];

const client = serveClient((fixture) =>
  writeSources(fixture.path('BlazorApp'), [...quick, assigned]),
);

test('C# at stops works as the table says', { timeout: 400_000 }, async (context) => {
  const bench = await openBench(context, quick, client().url);
  const { surprises, works } = await runAreas(quick, 'net10.0', bench);
  assert.deepEqual(surprises, []);
  assert.ok(works.size >= 40, `${works.size} cases`);
});

test(
  'the page has the random values that are set, or an error says why not',
  { timeout: 400_000 },
  async (context) => {
    const bench = await openBench(context, [assigned], client().url);
    assert.deepEqual(await assignAll(bench.page, fc.sample(plans, 2)), []);
  },
);
