import { localize } from '../../../common/localization.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import type { OutputPiece } from '../../../sessions/logs/mergedOutput.ts';

// Lines of the view that are not output. They are in italics, which can be read in each theme.

type LostPiece = Extract<OutputPiece, { readonly kind: 'lost' }>;

const mebibyte = 1024 * 1024;

/** Tells what is shown and the keys of the view. */
export function toHeaderLine(title: string): string {
  return aside(
    localize('Log of {title}. Space: pause or resume. O: open the whole log.', { title }),
  );
}

/** Tells that there is nothing to show here. */
export function toElsewhereLine(title: string): string {
  return aside(localize('Another host runs {title} and has its log.', { title }));
}

/** Tells that output was left out, since it came faster than it can be shown. */
export function toGapLine(bytes: number): string {
  return aside(
    localize('{size} not shown. Press O to open the whole log.', { size: toSize(bytes) }),
  );
}

/** Tells that old output was deleted. */
export function toDeletedLine(loss: LostPiece): string {
  return aside(toDeletedText(loss));
}

/** Tells the same in a file. */
export function toDeletedText({ count, stream }: LostPiece): string {
  return localize('{size} of {stream} deleted to keep the limits of session logs.', {
    size: toSize(count),
    stream,
  });
}

/** Tells how the session ended. Why it failed is part of its output. */
export function toEndLine({ status }: IdeSession): string {
  const { exitCode, state } = status;
  if (state === 'Failed') return aside(localize('Failed.'));
  return aside(
    exitCode === undefined
      ? localize('Ended.')
      : localize('Ended with exit code {exitCode}.', { exitCode }),
  );
}

function aside(text: string): string {
  return `\u001b[3m${text}\u001b[0m`;
}

function toSize(bytes: number): string {
  return localize('{size} MiB', { size: (bytes / mebibyte).toFixed(1) });
}
