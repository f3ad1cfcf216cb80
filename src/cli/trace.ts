import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { hostEnvironmentSchema } from '../api/door/hostFacts.ts';
import { getMessage } from '../common/log.ts';
import { findSecrets, type KnownSecret } from '../trace/checkSecrets.ts';
import { traceErrors } from '../trace/errors.ts';
import { toChromeTrace } from '../trace/show/chromeTrace.ts';
import { formatTimeline, formatWhy } from '../trace/show/timeline.ts';
import { dropUnfinishedLine, parseTrace } from '../trace/traceText.ts';
import { cliErrors } from './errors.ts';
import { findRunningHosts } from './hosts/runningHosts.ts';
import type { TraceCommand } from './invocation.ts';

type Options<Name extends TraceCommand['name']> = Extract<TraceCommand, { readonly name: Name }>;

/** Runs a command about traces. Resolves to the exit code. */
export function runTraceCommand(command: TraceCommand): Promise<number> {
  return command.name === 'show' ? show(command) : check(command);
}

async function show({ chrome, file, kinds, session, why }: Options<'show'>): Promise<number> {
  const trace = parseTrace(leaveOutUnfinished(await read(file), file), file);
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
    process.stderr.write(`The last line of ${file} is unfinished, so it is left out.\n`);
  }
  return whole;
}

function explain(shown: string | undefined, id: number): string {
  if (shown === undefined) throw traceErrors.RecordNotFound({ id });
  return shown;
}

async function check({ file, secrets }: Options<'check'>): Promise<number> {
  const content = await read(file);
  parseTrace(content, file);
  const known = [
    ...(await tokensOfHosts()),
    ...variablesOf(process.env),
    ...(secrets === undefined ? [] : linesOf(await read(secrets), secrets)),
  ];
  const found = findSecrets(content, known);
  const result =
    found.length === 0
      ? `None of ${known.length} secrets is in ${file}.\n`
      : found.map((name) => `${file} contains ${name}.\n`).join('');
  process.stdout.write(result);
  return found.length === 0 ? 0 : 1;
}

async function read(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw cliErrors.FileUnreadable({ file, reason: getMessage(error) });
  }
}

async function tokensOfHosts(): Promise<readonly KnownSecret[]> {
  const hosts = await findRunningHosts();
  const tokens = hosts.map(async ({ client, facts }) => {
    const answer = await client.send({ method: 'GET', path: '/host/environment', query: {} });
    const value = hostEnvironmentSchema.parse(answer).env['DEBUG_SESSION_TOKEN'];
    return value === undefined ? [] : [{ name: `the token of host ${facts.pid}`, value }];
  });
  return (await Promise.all(tokens)).flat();
}

const secretNames = /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|PRIVATE|(?:^|_)(?:API)?KEY(?:_|$)/i;

function variablesOf(
  environment: Readonly<Record<string, string | undefined>>,
): readonly KnownSecret[] {
  return Object.entries(environment).flatMap(([name, value = '']) =>
    secretNames.test(name) ? [{ name: `the variable ${name}`, value }] : [],
  );
}

function linesOf(content: string, file: string): readonly KnownSecret[] {
  return content
    .split(/\r?\n/)
    .map((value, index) => ({ name: `line ${index + 1} of ${file}`, value }))
    .filter(({ value }) => value !== '');
}
