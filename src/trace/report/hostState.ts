import { toListedCode } from '../errorCode.ts';
import { harmless, label } from './harmless.ts';
import type { Section } from './report.ts';

/** The host of a window, or why it can't be opened. */
export type ShownHost =
  | {
      readonly kind: 'open';
      /** How many controllers are connected. */
      readonly controllers: number;
      /** Whether any was connected before. */
      readonly hasSeenAny: boolean;
    }
  | { readonly kind: 'closed'; readonly error: string };

/** Describes whether the host is open, and who uses it. */
export function describeHost(host: ShownHost): Section {
  return {
    kind: 'host',
    rows:
      host.kind === 'closed'
        ? [[label('closed'), harmless(toListedCode(host.error))]]
        : [
            [label('connected'), host.controllers],
            [label('seen'), host.hasSeenAny],
          ],
  };
}
