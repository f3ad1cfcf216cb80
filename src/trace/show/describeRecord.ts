import type { RecordOf, TraceRecord } from '../schema.ts';
import { describeAsked, describePassed } from './describeRelay.ts';
import { words } from './words.ts';

type Describe<Kind extends TraceRecord['kind']> = (record: RecordOf<Kind>) => string;

/** One description for each kind of record. */
const descriptions: { readonly [Kind in TraceRecord['kind']]: Describe<Kind> } = {
  request: ({ method, route, server, session }) => words('request', server, method, route, session),
  settings: ({ startWidth, stopWidth }) =>
    `settings: ${startWidth} starts and ${stopWidth} stops at once`,
  connected: ({ controller }) => `${controller} connected`,
  disconnected: ({ code, controller }) => `${controller} disconnected with code ${code}`,
  command: ({ command }) => `command ${command}`,
  create: ({ isClaim, mode, owner, program, type, variables, ...rest }) =>
    words(
      isClaim && 'claimed:',
      `requested by ${rest.controller ?? owner}: ${type}, ${mode}`,
      program,
      ...(rest.arguments ?? []),
      variables > 0 ? `with ${variables} variables` : undefined,
    ),
  call: ({ call, desired, mode }) => words(`${call} requested`, desired, mode),
  timer: ({ after }) => `timer of ${after} ms expired`,
  waiting: () => 'waiting for a build or another limit',
  started: ({ pid }) => words('process started', pid !== undefined && `pid ${pid}`),
  output: (record) => `wrote ${describeBytes(record)}`,
  message: ({ length, level }) => `message (${level}, ${length} characters)`,
  note: ({ length }) => `build output (${length} characters)`,
  debugging: ({ isDebugged }) => (isDebugged ? 'debugger attached' : 'debugger detached'),
  adapter: ({ count, event, exitCode, reason, type, ...rest }) =>
    words(
      `${rest.debugger} (${type}): ${event}`,
      reason,
      exitCode !== undefined && `exit code ${exitCode}`,
      count > 1 && `${count} times`,
    ),
  relayed: ({ count, from, method, relay }) =>
    words(`${method} from the ${from} ${relay} the debug proxy`, count > 1 && `${count} times`),
  passed: (record) => describePassed(record),
  asked: (record) => describeAsked(record),
  files: ({ folder, isMoved }) =>
    isMoved ? `an entry was added or removed in ${folder}` : `a file has changed in ${folder}`,
  inputs: ({ files, folders }) =>
    files === undefined ? 'files unknown' : `depends on ${files} files, ${folders} folders`,
  changed: ({ by, files }) => describeChanged(by, files),
  reloaded: ({ milliseconds, problems, result }) =>
    words(
      `hot reload: ${result}`,
      milliseconds !== undefined && `in ${Math.round(milliseconds)} ms`,
      problems !== undefined && `with ${problems} problem${problems === 1 ? '' : 's'}`,
    ),
  page: ({ milliseconds, result }) =>
    result === 'taken'
      ? `page that was loaded ahead taken after ${Math.round(milliseconds)} ms`
      : 'no page was loaded ahead',
  recreation: ({ error, progress }) => words(`replacement ${progress}`, error),
  replacing: () => 'program is being restarted',
  accepted: () => 'request to stop passed on',
  exited: ({ error, exitCode, launch }) =>
    words(`launch ${launch} exited${describeExit(exitCode)}`, error),
  ended: ({ exitCode }) => `run ended${describeExit(exitCode)}`,
  failed: ({ error }) => `run failed: ${error}`,
  answer: ({ status }) => (status === undefined ? 'no answer' : `answer ${status}`),
  run: () => 'runner asked to run',
  ask: ({ ask, mode }) => words(`runner asked to ${ask}`, mode),
  launch: ({ launch, mode }) => `launch ${launch}, ${mode}`,
  quit: ({ launch }) => `launch ${launch} asked to end`,
  status: (record) => describeStatus(record),
  notification: ({ code, exitCode, level, pid, type, ...rest }) =>
    words(
      `${type} to ${rest.controller}`,
      pid !== undefined && `pid ${pid}`,
      exitCode !== undefined && `exit code ${exitCode}`,
      level,
      code,
    ),
  delivered: (record) => `${describeBytes(record)} to ${record.controller}`,
  done: ({ error }) => words('command finished', error && `with ${error}`),
  error: ({ length, level }) => `log: ${level} (${length} characters)`,
  gap: ({ dropped }) => `${dropped} records are missing`,
};

/** Describes a record in a few words. */
export function describeRecord(record: TraceRecord): string {
  return (descriptions[record.kind] as Describe<TraceRecord['kind']>)(record);
}

function describeChanged(by: RecordOf<'changed'>['by'], files: number): string {
  const number = files === 1 ? '1 file' : `${files} files`;
  if (by === 'command') return words('changes to be applied', files > 0 && `in ${number}`);
  return by === 'editor' ? `${number} saved` : `changes of ${number} noticed`;
}

function describeStatus(record: RecordOf<'status'>): string {
  const { change, desired, exitCode, from, outOfDate, pid, reason, to } = record;
  const isNew = change === 'modified' && from !== to;
  return words(
    change === 'removed' ? 'removed' : `state ${toName(to)}`,
    isNew && `after ${toName(from)}`,
    !isNew && desired !== '' && `wanted ${desired}`,
    pid !== undefined && `pid ${pid}`,
    exitCode !== undefined && `exit code ${exitCode}`,
    reason,
    outOfDate && 'out of date',
  );
}

function toName(state: RecordOf<'status'>['from']): string {
  return state === '' || state === undefined ? 'New' : state;
}

function describeBytes({ bytes, chunks, stream }: RecordOf<'output' | 'delivered'>): string {
  return `${bytes} bytes of ${stream}${chunks > 1 ? ` in ${chunks} pieces` : ''}`;
}

function describeExit(exitCode: number | undefined): string {
  return exitCode === undefined ? '' : ` with exit code ${exitCode}`;
}
