import type { Chosen } from '../../messages/choice.ts';

/** A choice that is shown. */
export interface OpenChoice {
  readonly element: HTMLElement;
  /** Called when it is on screen. */
  open(): void;
  /** Handles a key that is pressed in the page, and returns whether it used the key. */
  press(event: KeyboardEvent): boolean;
  /** What leaving it without a decision means. */
  readonly onLeave: () => Chosen;
}

/** What the user decided. */
export type Choose = (chosen: Chosen) => void;

export const nothing: Chosen = { kind: 'nothing' };
