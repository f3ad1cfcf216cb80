import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageInputs } from '../../../../src/browser/view/input/pageInputs.ts';
import type { PageEvent } from '../../../../src/browser/view/pageSession.ts';
import { deferred } from '../../../../src/common/deferred.ts';
import { Emitter } from '../../../../src/common/emitter.ts';
import type { MouseInput } from '../../../../src/pageView/messages/pageInput.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../../tools/fixtures/waiting.ts';

const data = { items: [], dragOperationsMask: 1 };
const mouse = (action: MouseInput['action'], y: number): MouseInput => ({
  kind: 'mouse',
  action,
  x: 50,
  y,
  button: action === 'move' ? 'none' : 'left',
  buttons: action === 'release' ? 0 : 1,
  clicks: 1,
  modifiers: 0,
});

/** The inputs of a page that answers a drop when the test says so, and what the page was given. */
function openInputs() {
  const events = new Emitter<PageEvent>();
  const dropped = deferred();
  const given: string[] = [];
  const session = {
    events: events.event,
    post: () => undefined,
    async send(method: string, { type = '' }: { type?: string }) {
      given.push(`${method} ${type}`.trim());
      if (type === 'drop') await dropped.promise;
    },
  };
  const clipboard = { take: async (action: string) => void given.push(action) };
  const inputs = new PageInputs(session as never, clipboard as never, new ManualClock());
  const startDrag = (): void => events.fire({ method: 'Input.dragIntercepted', params: { data } });
  return { inputs, given, dropped, startDrag };
}

test('input waits for the end of a drag, and keeps its order', async () => {
  const { dropped, given, inputs, startDrag } = openInputs();
  inputs.give(mouse('press', 10));
  await turn();
  startDrag();
  inputs.give(mouse('release', 60));
  await turn();
  assert.equal(given.at(-1), 'Input.dispatchDragEvent drop');
  given.length = 0;
  inputs.give({ kind: 'text', text: 'first' });
  inputs.give({ kind: 'clipboard', action: 'copy' });
  inputs.give({ kind: 'text', text: 'last' });
  await turn();
  assert.deepEqual(given, []);
  dropped.resolve();
  await turn();
  assert.deepEqual(given, [
    'Input.dispatchDragEvent dragCancel',
    'Input.insertText',
    'copy',
    'Input.insertText',
  ]);
});
