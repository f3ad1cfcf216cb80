import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { getMessage } from '../common/log.ts';
import { findSecrets, isSearchable, type KnownSecret } from '../trace/secrets/checkSecrets.ts';
import { secretVariables } from '../trace/secrets/knownSecrets.ts';
import { traceErrors } from '../trace/errors.ts';
import { extractTrace, hasTrace, isReport } from '../trace/report/readReport.ts';
import { toChromeTrace } from '../trace/show/chromeTrace.ts';
import { formatTimeline, formatWhy } from '../trace/show/timeline.ts';
import { dropUnfinishedLine, parseTrace, type Trace } from '../trace/traceText.ts';
import { cliErrors } from './errors.ts';
import { readTokens } from './hosts/hostTokens.ts';
import { findRunningHosts } from './hosts/runningHosts.ts';
import type { TraceCommand } from './invocation.ts';

type Options<Name extends TraceCommand['name']> = Extract<TraceCommand, { readonly name: Name }>;

/** Runs a command about traces. Resolves to the exit code. */
export function runTraceCommand(command: TraceCommand): Promise<number> {
  switch (command.name) {
    case 'show':
      return show(command);
    case 'check':
      return check(command);
    case 'replay':
      return replay(command);
    case 'to-test':
      return toTest(command);
  }
}

/** Loaded only when it is wanted, with all that it replays. */
async function replay({ file }: Options<'replay'>): Promise<number> {
  const { replayFile } = await import('./traces/replayTrace.ts');
  return replayFile(await readTrace(file));
}

async function toTest({ file, fixture, folder, sessions }: Options<'to-test'>): Promise<number> {
  const { writeFixture } = await import('./traces/replayTrace.ts');
  return writeFixture(selectSessions(await readTrace(file), sessions), folder, fixture);
}

/** Returns a trace with what belongs to these sessions or to none. */
function selectSessions(trace: Trace, sessions: readonly string[] | undefined): Trace {
  if (sessions === undefined) return trace;
  const records = trace.records.filter(
    (record) =>
      !('session' in record) || record.session === undefined || sessions.includes(record.session),
  );
  return { ...trace, records };
}

/** Reads a trace, also one in a report. */
async function readTrace(file: string): Promise<Trace> {
  return parseTrace(leaveOutUnfinished(extractTrace(await read(file)), file), file);
}

async function show({ chrome, file, kinds, session, why }: Options<'show'>): Promise<number> {
  const trace = await readTrace(file);
  process.stdout.write(
    chrome
      ? `${JSON.stringify(toChromeTrace(trace))}\n`
      : why === undefined
        ? formatTimeline(trace, { session, kinds })
        : explain(formatWhy(trace, why), why),
  );
  return 0;
}

/** A host may be writing it, or may have crashed. */
function leaveOutUnfinished(content: string, file: string): string {
  const whole = dropUnfinishedLine(content);
  if (whole !== content) {
    tell(`The last line of ${file} is unfinished, so it is left out.`);
  }
  return whole;
}

function explain(shown: string | undefined, id: number): string {
  if (shown === undefined) throw traceErrors.RecordNotFound({ id });
  return shown;
}

async function check({ file, secrets }: Options<'check'>): Promise<number> {
  const content = await read(file);
  // What its writer adds to a report can have any form.
  if (!isReport(content) || hasTrace(content)) parseTrace(extractTrace(content), file);
  const known = [
    ...(await readTokens(await findRunningHosts(), tell)),
    ...secretVariables(process.env),
    ...(secrets === undefined ? [] : toSecrets(await read(secrets), secrets)),
  ];
  const searched = known.filter(isSearchable);
  if (searched.length < known.length) {
    const names = known.filter((secret) => !isSearchable(secret)).map(({ name }) => name);
    tell(`Too short or too common to be searched: ${names.join(', ')}.`);
  }
  const found = findSecrets(content, searched);
  const result =
    found.length === 0
      ? `None of ${searched.length} secrets is in ${file}.\n`
      : found.map((name) => `${file} contains ${name}.\n`).join('');
  process.stdout.write(result);
  return found.length === 0 ? 0 : 1;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function read(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw cliErrors.FileUnreadable({ file, reason: getMessage(error) });
  }
}

function toSecrets(content: string, file: string): readonly KnownSecret[] {
  return content
    .split(/\r?\n/)
    .map((value, index) => ({ name: `line ${index + 1} of ${file}`, value }))
    .filter(({ value }) => value !== '');
}
