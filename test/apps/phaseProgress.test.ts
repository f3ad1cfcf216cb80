import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PhaseHistory, PhaseProgress } from '../../src/apps/phaseProgress.ts';
import { type Phase, Phases } from '../../src/apps/phases.ts';
import { setLanguage } from '../../src/common/localization.ts';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';

type Durations = Partial<Record<Phase, number>>;

class KeptHistory implements PhaseHistory {
  readonly kept = new Map<string, Durations>();

  last(launch: string): Durations {
    return this.kept.get(launch) ?? {};
  }

  keep(launch: string, durations: Durations): void {
    this.kept.set(launch, durations);
  }
}

function begin(history = new KeptHistory()) {
  const clock = new ManualClock();
  const shown: string[] = [];
  const view = { show: (text: string) => shown.push(text), clear: () => shown.push('-') };
  const phases = new Phases(clock);
  const progress = new PhaseProgress(phases, { clock, view, history, launch: 'Shop.csproj' });
  const lasting = (milliseconds: number) => async (): Promise<void> => clock.advance(milliseconds);
  return { clock, history, lasting, phases, progress, shown };
}

test('each phase is shown when it begins, and cleared unless another follows', async () => {
  const { clock, lasting, phases, shown } = begin();
  await phases.measure('evaluate', lasting(600));
  clock.advance(499);
  await phases.measure('build', lasting(2_000));
  assert.deepEqual(shown, ['Evaluating the project…', 'Building…']);
  clock.advance(500);
  assert.deepEqual(shown.slice(2), ['-']);
});

test('a phase shows its previous duration', async () => {
  const first = begin();
  await first.phases.measure('build', first.lasting(2_440));
  first.progress.dispose();
  const { lasting, phases, shown } = begin(first.history);
  await phases.measure('evaluate', lasting(100));
  await phases.measure('build', lasting(100));
  assert.deepEqual(shown, ['Evaluating the project…', 'Building… (2.4 s last time)']);
});

test('durations of skipped phases are kept', async () => {
  const first = begin();
  await first.phases.measure('evaluate', first.lasting(500));
  await first.phases.measure('build', first.lasting(2_000));
  first.progress.dispose();
  const second = begin(first.history);
  await second.phases.measure('evaluate', second.lasting(700));
  second.progress.dispose();
  assert.deepEqual(second.history.last('Shop.csproj'), { evaluate: 700, build: 2_000 });
});

test('the duration of a cancelled phase is not kept', () => {
  const { clock, history, phases, shown } = begin();
  phases.begin('bound');
  clock.advance(60_000);
  phases.giveUp('bound');
  clock.advance(500);
  assert.deepEqual(shown, ['Binding breakpoints…', '-']);
  assert.deepEqual(history.last('Shop.csproj'), {});
});

test('the end of the launch clears the progress, once', () => {
  const { clock, phases, progress, shown } = begin();
  phases.begin('load');
  progress.dispose();
  phases.giveUp('load');
  clock.advance(10_000);
  assert.deepEqual(shown, ['Loading the page…', '-']);
});

test('phases are shown in the language of the user', async (context) => {
  const german: Readonly<Record<string, string>> = {
    Building: 'Erstellt',
    '{phase}… ({seconds} s last time)': '{phase}… (zuletzt {seconds} s)',
  };
  setLanguage((text) => german[text] ?? text);
  afterTest(context, () => setLanguage((text) => text));
  const first = begin();
  await first.phases.measure('build', first.lasting(2_440));
  first.progress.dispose();
  const second = begin(first.history);
  await second.phases.measure('build', second.lasting(100));
  assert.deepEqual([first.shown[0], second.shown[0]], ['Erstellt…', 'Erstellt… (zuletzt 2.4 s)']);
});
