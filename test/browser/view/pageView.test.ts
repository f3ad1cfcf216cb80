import { test } from 'node:test';
import { PageSession } from '../../../src/browser/view/pageSession.ts';
import { PageView } from '../../../src/browser/view/pageView.ts';
import { systemClock } from '../../../src/common/clock.ts';
import type { ViewUpdate } from '../../../src/pageView/messages/viewUpdate.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';
import { PageFixture, servePage } from '../page/pageFixture.ts';
import { desktop } from './openView.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

test('works once a dialog is answered that was open for long', limit, async (context) => {
  const server = await servePage(context, '<html style="cursor: help">');
  const page = await fixture.openPage(context);
  await page.navigate(server.url);
  const { browserUri } = fixture.browser;
  const dialogs = await PageSession.attach(browserUri, page.targetId, systemClock);
  afterTest(context, () => dialogs.dispose());
  await dialogs.send('Page.enable');
  const opened = new Promise<void>((resolve) => {
    dialogs.events(({ method }) => method === 'Page.javascriptDialogOpening' && resolve());
  });
  dialogs.post('Runtime.evaluate', { expression: 'alert()' });
  await opened;
  const clock = new ManualClock();
  const view = await PageView.open(browserUri, page.targetId, {
    clock,
    log: new RecordingLog(),
    copy: () => undefined,
    chooseFiles: async () => [],
    openOutside: () => undefined,
  });
  afterTest(context, () => view.dispose());
  const updates: ViewUpdate[] = [];
  view.updates((update) => updates.push(update));
  view.handle({ type: 'ready', viewport: desktop });
  for (let seconds = 0; seconds < 20; seconds++) {
    clock.advance(1_000);
    await turn();
  }
  await dialogs.send('Page.handleJavaScriptDialog', { accept: true });
  const none = { button: 'none', buttons: 0, clicks: 0, modifiers: 0 } as const;
  let x = 10;
  await until('the cursor is known', () => {
    view.handle({
      type: 'input',
      input: { kind: 'mouse', action: 'move', x: x++, y: 10, ...none },
    });
    return updates.some((update) => update.type === 'cursor' && update.cursor === 'help');
  });
  await until('the location is known', () => {
    clock.advance(100);
    return updates.some((update) => update.type === 'location' && update.url === server.url);
  });
});
