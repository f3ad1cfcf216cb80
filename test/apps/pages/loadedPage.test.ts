import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DebuggedPage as PageWithDebugger } from '../../../src/apps/pages/debuggedPage.ts';
import { Phases } from '../../../src/apps/phases.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import type { DebuggedPage } from '../../../src/wasm/pageDebugger.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

test('a page whose runtime was started ahead has reached its phases when it is shown', async () => {
  const clock = new ManualClock();
  const scope = new LaunchScope();
  const phases = new Phases(clock);
  const notes: string[] = [];
  const loaded: string[] = [];
  const { promise: open } = deferred();
  const browser = {
    kind: 'chrome',
    devTools: { address: '127.0.0.1', port: 1 },
    urlFilter: '*',
    page: {},
    ended: open,
    load: async (url: string) => void loaded.push(url),
  };
  const page = new PageWithDebugger({
    page: {
      title: 'App',
      browser: { kind: 'new', wanted: undefined },
      served: 'by us',
      client: {},
      evaluated: Promise.resolve(undefined),
    },
    launch: {
      host: { clock, log: new RecordingLog() },
      events: { note: (text: string) => notes.push(text) },
      scope,
      phases,
      loaded: { browser, proxy: { kind: 'own', inspectUri: 'ws://127.0.0.1:1/' } },
    },
    debugging: { csharpSettings: () => ({ debugRelay: false, justMyCode: true }) },
    debugger: {
      expect: () => undefined,
      attach: async ({ reached }: DebuggedPage) => {
        reached('runtime up');
        reached('bound');
        return { ended: open, breakpoints: () => [], detach: async () => undefined };
      },
    },
  } as never);
  await page.show('http://127.0.0.1:5000/');
  assert.deepEqual(loaded, ['http://127.0.0.1:5000/']);
  assert.deepEqual([...phases.durations.keys()], ['attach', 'load', 'runtime up', 'bound']);
  assert.equal(phases.current, undefined);
  assert.match(notes.join(''), /^Time until breakpoints were bound: /);
  await scope.release();
});
