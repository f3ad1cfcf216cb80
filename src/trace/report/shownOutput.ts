import { withoutSequences } from '../../common/terminalText.ts';
import { findSecrets, hideSecrets, type KnownSecret } from '../secrets/checkSecrets.ts';
import type { Placeholders } from '../placeholders.ts';
import { hiddenValue, labels } from './vocabulary.ts';

/** The end of what a session's program has written. */
export interface WrittenOutput {
  /** The name of the session. */
  readonly session: string;
  readonly text: string;
}

/** Output in a report that its reader has asked for. It is the only part that isn't made of known words. */
export interface ShownOutput {
  /** The placeholder of the session. */
  readonly session: string;
  /** Without known secrets. */
  readonly text: string;
}

/** Prepares output for a report. What contains a secret that can't be replaced is left out. */
export function showOutput(
  { session, text }: WrittenOutput,
  secrets: readonly KnownSecret[],
  placeholders: Placeholders,
): ShownOutput {
  const hidden = hideSecrets(withoutSequences(text), secrets, hiddenValue);
  const isClean = findSecrets(hidden, secrets).length === 0;
  return {
    session: placeholders.get('session', session),
    text: isClean ? hidden : labels.leftOut,
  };
}

/** Formats output as Markdown. Indented lines can be taken for nothing else of a report. */
export function formatOutput({ session, text }: ShownOutput): string {
  const lines = text.trimEnd().split(/\r\n|[\n\r\u2028\u2029]/);
  return `## Output of ${session}\n\n${lines.map((line) => `    ${line}`).join('\n')}`;
}
