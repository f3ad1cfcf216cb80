import type { RelayHandler } from './handler.ts';

/** The handlers of a page's relay, in the order in which they see messages; new ones for each relay. */
export function pageHandlers(): readonly RelayHandler[] {
  return [];
}
