import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { editor } from '../../tools/fixtures/editorStandIn.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

const { PhaseDisplay } = await import('../../src/vscode/ui/phaseDisplay.ts');

const statusBar = { location: 10, title: 'shop' };
const notification = { location: 15, title: 'shop', cancellable: true };

beforeEach(() => {
  editor.progress = [];
});

/** A display, and what became of it. */
function createDisplay({ isCancellable = true } = {}) {
  const [clock, notes] = [new ManualClock(), [] as string[]];
  let cancelled = 0;
  const display = new PhaseDisplay({
    title: 'shop',
    note: (text) => notes.push(text),
    clock,
    cancel: isCancellable ? () => cancelled++ : undefined,
  });
  return { clock, display, notes, cancelled: () => cancelled };
}

const shown = () =>
  editor.progress.map(({ isOpen, messages, options }) => ({ isOpen, messages, options }));

test('a short launch is shown in the status bar and the debug console only', async () => {
  const { clock, display, notes } = createDisplay();
  display.show('Building… (2.0 s last time)');
  display.show('Starting the server…');
  display.clear();
  clock.advance(60_000);
  await turn();
  assert.deepEqual(notes, ['Building… (2.0 s last time)\n', 'Starting the server…\n']);
  const messages = ['Building… (2.0 s last time)', 'Starting the server…'];
  assert.deepEqual(shown(), [{ isOpen: false, messages, options: statusBar }]);
});

test('a long launch is shown in a notification too, which cancels it', async () => {
  const { cancelled, clock, display } = createDisplay();
  display.show('Evaluating the project…');
  display.show('Building…');
  clock.advance(5_000);
  display.show('Starting the server…');
  const [, long] = editor.progress;
  assert.deepEqual(long?.options, notification);
  assert.deepEqual(long?.messages, ['Building…', 'Starting the server…']);
  long?.cancel();
  assert.equal(cancelled(), 1);
  display.clear();
  await turn();
  assert.deepEqual(
    shown().map(({ isOpen }) => isOpen),
    [false, false],
  );
  long?.cancel();
  assert.equal(cancelled(), 1, 'a launch that is over is not cancelled');
});

test('a later launch is timed from its own start', () => {
  const { clock, display } = createDisplay();
  display.show('Building…');
  display.clear();
  clock.advance(4_000);
  display.show('Building…');
  clock.advance(4_000);
  assert.deepEqual(
    editor.progress.map(({ options }) => options),
    [statusBar, statusBar],
  );
});

test('the launch of a controller is not offered to be cancelled', () => {
  const { clock, display } = createDisplay({ isCancellable: false });
  display.show('Building…');
  clock.advance(60_000);
  assert.equal(editor.progress.length, 1);
});
