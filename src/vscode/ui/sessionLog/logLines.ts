import type { IdeSession } from '../../../protocol/ideSession.ts';
import type { OutputPiece } from '../../../sessions/logs/mergedOutput.ts';

// Lines of the view that are not output. They are dimmed.

type LostPiece = Extract<OutputPiece, { readonly kind: 'lost' }>;

const mebibyte = 1024 * 1024;

/** Tells what is shown and the keys of the view. */
export function toHeaderLine(title: string): string {
  return dim(`Log of ${title}. Space: pause or resume. O: open the whole log.`);
}

/** Tells that there is nothing to show here. */
export function toElsewhereLine(title: string): string {
  return dim(`Another host runs ${title} and has its log.`);
}

/** Tells that output was left out, since it came faster than it can be shown. */
export function toGapLine(bytes: number): string {
  return dim(`${toSize(bytes)} not shown. Press O to open the whole log.`);
}

/** Tells that old output was deleted. */
export function toDeletedLine(loss: LostPiece): string {
  return dim(toDeletedText(loss));
}

/** Tells the same in a file. */
export function toDeletedText({ count, stream }: LostPiece): string {
  return `${toSize(count)} of ${stream} deleted to keep the limits of session logs.`;
}

/** Tells how the session ended. Why it failed is part of its output. */
export function toEndLine({ status }: IdeSession): string {
  const { exitCode, state } = status;
  if (state === 'Failed') return dim('Failed.');
  return dim(exitCode === undefined ? 'Ended.' : `Ended with exit code ${exitCode}.`);
}

function dim(text: string): string {
  return `\u001b[2m${text}\u001b[0m`;
}

function toSize(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(1)} MiB`;
}
