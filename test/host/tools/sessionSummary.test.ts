import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarize } from '../../../src/host/tools/sessionSummary.ts';

test('a summary tells what has changed since the program was started', () => {
  const message = 'a.cs has changed since the program was started.';
  const summary = summarize(
    {
      metadata: { name: 'shop' },
      spec: { desiredState: 'Running' },
      status: {
        state: 'Running',
        conditions: [
          { type: 'Other', status: 'True', message: 'Something else.' },
          { type: 'OutOfDate', status: 'True', message },
        ],
      },
    },
    'NoDebug',
  );
  assert.equal(summary.outOfDate, message);
});
