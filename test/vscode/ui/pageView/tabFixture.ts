import type { TestContext } from 'node:test';
import { editor, type WebviewPanel } from '../../../../tools/fixtures/editorStandIn.ts';
import { Emitter } from '../../../../src/common/emitter.ts';
import type { ViewInput } from '../../../../src/pageView/messages/viewInput.ts';
import type { ViewUpdate } from '../../../../src/pageView/messages/viewUpdate.ts';
import { RecordingLog } from '../../../../tools/fixtures/recordingLog.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';

/** Dependencies of tabs whose documents are empty. */
export class TabFixture {
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  isClosing = false;

  constructor(context: TestContext) {
    editor.panels.length = 0;
    editor.shown = [];
    editor.settings = {};
    context.after(() => {
      for (const panel of editor.panels) panel.dispose();
    });
  }

  get options() {
    return {
      clock: this.clock,
      log: this.log,
      document: { html: () => Promise.resolve('<!doctype html>') },
      extensionUri: { path: '/extension' },
      isClosing: () => this.isClosing,
    } as never;
  }
}

/** The panel that was opened last. */
export function lastPanel(): WebviewPanel {
  const panel = editor.panels.at(-1);
  if (panel === undefined) throw new Error('No panel was opened.');
  return panel;
}

export const viewport = { width: 800, height: 600, scale: 2, isMobile: false };

/** A content that records what it hears. */
export class RecordingContent {
  readonly heard: string[] = [];
  readonly #updates = new Emitter<ViewUpdate>();
  readonly updates = this.#updates.event;

  handle(input: ViewInput): void {
    this.heard.push(input.type);
  }

  setVisible(isVisible: boolean): void {
    this.heard.push(isVisible ? 'visible' : 'hidden');
  }

  say(update: ViewUpdate): void {
    this.#updates.fire(update);
  }
}
