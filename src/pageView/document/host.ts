import { Emitter, type Event } from '../../common/emitter.ts';
import type { ViewInput } from '../messages/viewInput.ts';
import { type ViewUpdate, viewUpdateSchema } from '../messages/viewUpdate.ts';

/** What VS Code gives a webview. */
interface VsCodeApi {
  postMessage: (message: unknown) => void;
  getState: () => unknown;
  setState: (state: unknown) => void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The document's connection to the extension. */
export interface Host {
  readonly updates: Event<ViewUpdate>;
  send(message: ViewInput): void;
  /** What was saved before the tab was hidden, moved or reloaded; `undefined` the first time. */
  readonly savedState: unknown;
  saveState(state: unknown): void;
}

/** Connects to the extension. Messages that aren't updates are ignored. */
export function connectHost(): Host {
  const { postMessage, getState, setState } = acquireVsCodeApi();
  const updates = new Emitter<ViewUpdate>();
  window.addEventListener('message', ({ data }) => {
    const update = viewUpdateSchema.safeParse(data);
    if (update.success) updates.fire(update.data);
  });
  return {
    updates: updates.event,
    send: postMessage,
    savedState: getState(),
    saveState: setState,
  };
}
