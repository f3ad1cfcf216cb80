import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getMessage } from '../../common/log.ts';
import { compareOutputs, formatDifferences } from '../../host/replay/compare.ts';
import {
  formatExpected,
  formatInputs,
  inputsEnding,
  outputsEnding,
} from '../../host/replay/fixture.ts';
import { selectInputs } from '../../host/replay/inputs.ts';
import { listOutputs, listRelayOutputs } from '../../host/replay/outputs.ts';
import { replayTrace } from '../../host/replay/replay.ts';
import { replayRelays } from '../../host/replay/replayedRelay.ts';
import { traceErrors } from '../../trace/errors.ts';
import { traceVersion } from '../../trace/schema.ts';
import type { Trace } from '../../trace/traceText.ts';

/** Prints where today's code acts differently from a trace. Resolves to the exit code. */
export async function replayFile(trace: Trace): Promise<number> {
  tellMissing(trace);
  const { leftOut, replayed } = await replayTrace(trace);
  const recorded = trace.records.filter(
    (record) => !('session' in record) || !leftOut.includes(record.session ?? ''),
  );
  const outputs = listOutputs(recorded);
  const relays = await replayRelays(trace);
  const differences = [
    ...compareOutputs(outputs, listOutputs(replayed.records)),
    ...compareOutputs(listRelayOutputs(recorded), listRelayOutputs(relays)),
  ];
  process.stdout.write(
    differences.length > 0 ? formatDifferences(differences) : formatSame(outputs.size),
  );
  return differences.length === 0 ? 0 : 1;
}

function formatSame(count: number): string {
  return count === 1 ? '1 session acts as recorded.\n' : `${count} sessions act as recorded.\n`;
}

/** Writes the fixture of a test. Resolves to the exit code. */
export async function writeFixture(trace: Trace, folder: string, name: string): Promise<number> {
  tellMissing(trace);
  const path = join(folder, name);
  const files = [
    [`${path}${inputsEnding}`, formatInputs(trace)],
    [`${path}${outputsEnding}`, await formatExpected(trace)],
  ] as const;
  try {
    for (const [file, text] of files) await writeFile(file, text);
  } catch (error) {
    throw traceErrors.FixtureNotWritten({ folder, reason: getMessage(error) });
  }
  for (const [file] of files) process.stdout.write(`${file}\n`);
  return 0;
}

/** Throws if no session can be replayed, and tells which ones are left out. */
function tellMissing({ header, records }: Trace): void {
  const { version } = header;
  if (version < traceVersion) throw traceErrors.TraceTooOld({ version });
  const { inputs, leftOut } = selectInputs(records);
  if (!inputs.some(({ kind }) => kind === 'create')) throw traceErrors.NothingToReplay();
  const dropped = records.reduce((sum, one) => sum + (one.kind === 'gap' ? one.dropped : 0), 0);
  if (dropped > 0)
    process.stderr.write(`${dropped} records are missing, so it may act differently.\n`);
  if (!records.some(({ kind }) => kind === 'settings'))
    process.stderr.write('The beginning is missing, so the default settings are used.\n');
  if (leftOut.length > 0) {
    process.stderr.write(`Left out, since they began before: ${leftOut.join(', ')}.\n`);
  }
}
