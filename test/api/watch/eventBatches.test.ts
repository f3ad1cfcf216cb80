import assert from 'node:assert/strict';
import { test } from 'node:test';
import { History } from '../../../src/api/history/history.ts';
import { TableViews } from '../../../src/api/tables/tableViews.ts';
import { EventBatches } from '../../../src/api/watch/eventBatches.ts';
import type { IdeSession } from '../../../src/protocol/ideSession.ts';
import { openFixture } from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const watchCount = 100;

test('each event is encoded once for all watches', async (context) => {
  const { clock, sessions } = await openFixture(context);
  const history = new History({ sessions, clock, maxChanges: 1_000, maxSize: 1_000_000 });
  history.now();
  const batches = new EventBatches(history);
  const encoded: number[] = [];
  const encode = ({ metadata }: IdeSession): string => {
    encoded.push(metadata.resourceVersion);
    return JSON.stringify(metadata);
  };
  const positions = Array.from({ length: watchCount }, () => sessions.version);
  const received = positions.map(() => '');
  const launch = { launchConfiguration: { type: 'node' }, env: [] };
  const changes: number[] = [];
  for (let round = 0; round < 5; round++) {
    for (const name of ['a', 'b']) {
      const { metadata } = sessions.create({ kind: 'api' }, launch, { name: `${name}${round}` });
      changes.push(metadata.resourceVersion);
    }
    for (const [index, position] of positions.entries()) {
      const { bytes, until } = batches.after(position, encode, undefined);
      positions[index] = until;
      received[index] += bytes.toString();
    }
  }
  assert.deepEqual(encoded, changes);
  assert.equal(new Set(received).size, 1);
  assert.equal(received[0]?.split('\n').length, changes.length + 1);
});

test('watches that want the same tables share what is encoded', () => {
  const views = new TableViews(new ManualClock());
  const wanted = { apiVersion: 'meta.k8s.io/v1', rowContent: 'Metadata' } as const;
  assert.equal(views.get({ ...wanted }), views.get({ ...wanted }));
  assert.notEqual(views.get(wanted), views.get({ ...wanted, rowContent: 'Object' }));
});
