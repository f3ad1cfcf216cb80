import { localizeMessage } from '../../../common/errorCatalogue.ts';
import { localize } from '../../../common/localization.ts';
import type { OutputStream } from '../../../common/outputStream.ts';
import type { SummaryRow } from '../../../common/metrics/summary.ts';
import { printable, shorten } from '../../../common/printable.ts';
import {
  getExpiry,
  getOutOfDate,
  getPreparation,
  type IdeSession,
  type SessionOwner,
} from '../../../protocol/ideSession.ts';
import type { HeldOutput } from '../../../sessions/logs/logFiles.ts';
import type { Sessions } from '../../../sessions/sessions.ts';
import { getTitle } from '../../debug/sessionTitles.ts';
import { toShownProperties } from '../sessionActions/shownConfiguration.ts';
import { looks, toLookName } from '../sessionTree/looks.ts';

/** How much of the end of each stream is read, in bytes. */
const tailSize = 8 * 1024;
const tailLines = 20;
/** Longer values are shortened, in UTF-16 code units. */
const longestValue = 2_000;

type Row = readonly [string, string | number | undefined];

/**
 * Describes a session: its spec without values of variables, its status, its timeline and the end of its output, and
 * what its host has done.
 */
export async function describeSession(
  session: IdeSession,
  sessions: Sessions,
  metrics: readonly SummaryRow[],
): Promise<string> {
  const { metadata, spec, status } = session;
  const isDebugged = sessions.isDebugged(metadata.name);
  const output = sessions.holdOutput(metadata.name);
  try {
    return [
      section(getTitle(session), [
        ['id', metadata.name],
        [localize('requested by'), describeOwner(metadata.owner)],
        [localize('state'), looks[toLookName(session, isDebugged)].getWord()],
        [localize('message'), status.message && localizeMessage(status.reason, status.message)],
        [localize('out of date'), getOutOfDate(session)?.message],
        [localize('prepared'), getPreparation(session)?.message],
        [localize('lifecycle'), getExpiry(session)?.message],
        [localize('reason'), status.reason],
        ['pid', status.pid],
        [localize('exit code'), status.exitCode],
      ]),
      section(localize('Timeline'), timeline(session)),
      section(
        localize('Launch configuration'),
        toShownProperties(spec.launchConfiguration).map(toRow),
      ),
      section(localize('Request'), [
        [localize('working folder'), spec.workspace],
        [localize('arguments'), spec.args && JSON.stringify(spec.args)],
        [localize('variables'), spec.env.map(({ name }) => name).join(', ') || undefined],
        [localize('desired state'), spec.desiredState || undefined],
      ]),
      await describeTail('stdout', output),
      await describeTail('stderr', output),
      ...(metrics.length > 0 ? [section(localize('All sessions of this window'), metrics)] : []),
    ].join('\n');
  } finally {
    output.dispose();
  }
}

function timeline({ metadata, status }: IdeSession): readonly Row[] {
  return [
    [localize('created'), metadata.creationTimestamp],
    [localize('process started'), status.startupTimestamp],
    [localize('removal requested'), metadata.deletionTimestamp],
    [localize('ended'), status.finishTimestamp],
  ];
}

function describeOwner(owner: SessionOwner): string {
  switch (owner.kind) {
    case 'controller':
      return localize('controller {id}', { id: owner.instanceId });
    case 'user':
      return localize('the user of this window');
    case 'api':
      return localize('the command line or a Kubernetes client');
    case 'host':
      return localize('the host, which prepared it');
  }
}

function toRow([name, value]: readonly [string, unknown]): Row {
  return [name, typeof value === 'string' ? value : JSON.stringify(value)];
}

function section(title: string, rows: readonly Row[]): string {
  const lines = rows
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const text = shorten(printable(String(value)), longestValue);
      return `  ${printable(name)}: ${text}`;
    });
  return [`${title}:`, ...lines, ''].join('\n');
}

/** Describes the last lines of a stream, the first of which may be incomplete. */
async function describeTail(stream: OutputStream, output: HeldOutput): Promise<string> {
  const text = await readTail(stream, output);
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const shown = text === '' ? [] : lines.slice(-tailLines).map((line) => `  ${printable(line)}`);
  return [localize('Last lines of {stream}:', { stream }), ...shown, ''].join('\n');
}

async function readTail(stream: OutputStream, output: HeldOutput): Promise<string> {
  const size = output.size(stream);
  // Reading an empty stream would wait for its first byte.
  if (size === 0) return '';
  const start = Math.max(0, size - tailSize);
  const reading = await output.read(stream, start, size - start);
  return reading.kind === 'bytes' ? Buffer.from(reading.bytes).toString() : '';
}
