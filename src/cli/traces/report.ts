import { lstat, readFile } from 'node:fs/promises';
import { ApiError } from '../../api/client/apiError.ts';
import { hostReportSchema, toReportRequest } from '../../api/door/hostReport.ts';
import { getMessage } from '../../common/log.ts';
import { definePhrases } from '../../common/phrases.ts';
import { writePrivateFile } from '../../common/server/privateFile.ts';
import { isReport } from '../../trace/report/readReport.ts';
import { cliErrors } from '../errors.ts';
import { connectHost } from '../hosts/hostCommands.ts';
import type { ReportOptions } from '../invocation.ts';
import { toCliError } from '../sessions/connectSessions.ts';

const phrases = definePhrases({
  noReport: 'it exists and is no report',
});

/** Prints the report of a host, or writes it to a file that only its owner can read. */
export async function report({ file, ...choice }: ReportOptions): Promise<number> {
  const text = await requestReport(choice);
  if (file === undefined) {
    process.stdout.write(text);
    return 0;
  }
  try {
    await assertReplaceable(file);
    await writePrivateFile(file, text);
  } catch (error) {
    throw cliErrors.ReportNotWritten({ file, reason: getMessage(error) });
  }
  process.stderr.write(`The report is in ${file}. Read it before you send it.\n`);
  return 0;
}

/** Throws if a file exists and is no report, or if it is a link or a device. */
async function assertReplaceable(file: string): Promise<void> {
  const stats = await lstat(file).catch(() => undefined);
  if (stats === undefined) return;
  if (!stats.isFile() || !isReport(await readFile(file, 'utf8'))) {
    throw new Error(phrases.noReport());
  }
}

async function requestReport({ output, ...choice }: Omit<ReportOptions, 'file'>): Promise<string> {
  const { client } = await connectHost(choice);
  try {
    const answer = await client.send({ method: 'GET', path: toReportRequest(output) });
    return hostReportSchema.parse(answer).report;
  } catch (error) {
    if (!(error instanceof ApiError)) throw toCliError(error);
    throw cliErrors.ReportNotCreated({ reason: error.message });
  }
}
