import { basename } from 'node:path';
import { localize } from '../../common/localization.ts';
import type { SourceDiagnostic } from '../../dotnet/hotReload/compilerMessages.ts';
import type { HotReloadStatus } from './hotReloadPort.ts';
import type { Outcome } from './hotReloadTable.ts';

/** Returns what a user is told about hot reload of an app. */
export function describeStatus(status: HotReloadStatus): string {
  switch (status.kind) {
    case 'starting':
      return localize('Hot reload is starting');
    case 'ready':
      return localize('Hot reload is ready');
    case 'applied partly':
      return describePartly(status);
    case 'rebuild':
      return localize('Build the app and restart the session to apply the changes: {problem}', {
        problem: describeFirst(status),
      });
    case 'reload':
      return localize('Reload the page to use {file}', { file: status.file });
    case 'unavailable':
      return localize('No hot reload: {reason}', { reason: status.reason });
    default:
      return describeOutcome(status);
  }
}

function describePartly(status: HotReloadStatus & { readonly kind: 'applied partly' }): string {
  const values = { seconds: toSeconds(status) };
  switch (status.until) {
    case 'restarted':
      return localize(
        'Changes applied in {seconds} s. Those in code that runs only once need a restart.',
        values,
      );
    case 'reloaded':
      return localize(
        'Changes applied in {seconds} s. Reload the page to run those in code that runs only once.',
        values,
      );
    case 'rebuilt':
      return localize(
        'Changes applied in {seconds} s. Build the app and restart the session to run those in code that runs only once.',
        values,
      );
  }
}

/** Returns what a user is told about changes. */
function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'applied':
      return localize('Changes applied in {seconds} s', { seconds: toSeconds(outcome) });
    case 'no change':
      return localize('No change in the code that runs');
    case 'held':
      return describeHold(outcome.until);
    case 'errors':
      return localize('Changes not applied: {problem}', { problem: describeFirst(outcome) });
    case 'restart':
      return localize('Restart the session to apply the changes: {problem}', {
        problem: describeFirst(outcome),
      });
    case 'refused':
      return localize('The page could not apply the changes ({reason}). Reload it.', {
        reason: outcome.reason,
      });
  }
}

function toSeconds({ milliseconds }: { readonly milliseconds: number }): string {
  return (milliseconds / 1_000).toFixed(1);
}

function describeHold(until: (Outcome & { readonly kind: 'held' })['until']): string {
  switch (until) {
    case 'continued':
      return localize('Changes are applied when the page continues');
    case 'loaded':
      return localize('Changes are applied when the page has loaded');
    case 'detached':
      return localize('Changes are applied when no debugger is attached');
  }
}

/** Returns the first error and how many others there are. */
function describeFirst({
  diagnostics,
}: {
  readonly diagnostics: readonly SourceDiagnostic[];
}): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first, ...others] = errors.length > 0 ? errors : diagnostics;
  if (first === undefined) return '';
  const { code, message, place } = first;
  const at = place === undefined ? '' : `${basename(place.path)}:${place.line}: `;
  const text = `${at}${message}${code === '' ? '' : ` (${code})`}`;
  if (others.length === 0) return text;
  return localize('{error}, and {count} more', { error: text, count: others.length });
}
