import type { Event } from '../../../common/emitter.ts';
import type { ViewInput } from '../../../pageView/messages/viewInput.ts';
import type { ViewUpdate } from '../../../pageView/messages/viewUpdate.ts';

/** What a page's tab shows: a page, or that its session has ended. */
export interface TabContent {
  readonly updates: Event<ViewUpdate>;
  handle(input: ViewInput): void;
  setVisible(isVisible: boolean): void;
}
