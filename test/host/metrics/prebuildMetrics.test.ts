import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeMetrics } from '../../../src/common/metrics/exposition.ts';
import { PrebuildMetrics } from '../../../src/host/metrics/prebuildMetrics.ts';
import { SessionMetrics } from '../../../src/host/metrics/sessionMetrics.ts';
import { preparedCondition } from '../../../src/protocol/ideSession.ts';
import { openFixture } from '../../../tools/fixtures/sessions/sessionFixture.ts';

test('prepared sessions are counted by themselves, with claims and preparations', async (context) => {
  const { clock, sessions } = await openFixture(context);
  const all = new SessionMetrics(sessions, clock);
  const metrics = new PrebuildMetrics(sessions, () => ({ memory: 4096, processorTime: 1_500 }));
  const launchConfiguration = { type: 'project', project_path: 'Shop.csproj' };
  const { name } = sessions.create({ kind: 'host' }, { launchConfiguration, env: [] }).metadata;
  sessions.prepared.show(name, {
    type: preparedCondition,
    status: 'True',
    reason: 'Ready',
    message: '',
    lastTransitionTime: '',
  });
  metrics.prepared({ result: 'ready', duration: 700 });
  metrics.requested('claimed');
  metrics.requested('missed');
  metrics.requested('missed');
  const text = writeMetrics([...all.all, ...metrics.all]);
  for (const line of [
    'sessions{state="NotStarted"} 0',
    'prepared_sessions{state="ready"} 1',
    'prepared_sessions{state="waiting"} 0',
    'prebuild_claims_total{result="claimed"} 1',
    'prebuild_claims_total{result="missed"} 2',
    'preparation_seconds_sum{result="ready"} 0.7',
    'prepared_memory_bytes 4096',
    'prepared_processor_seconds_total 1.5',
  ]) {
    assert.ok(text.includes(`\nide_session_host_${line}\n`), line);
  }
  all.dispose();
});
