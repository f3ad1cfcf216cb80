import * as z from 'zod/mini';
import { askedFields } from './askedRecord.ts';
import { adapterEvent, debugType, relayedMethod, stopReason } from './debugEvents.ts';
import {
  changedFields,
  createFields,
  pageFields,
  recordedPath,
  reloadedFields,
} from './launchRecord.ts';
import { passedFields } from './passedRecord.ts';
import {
  commandName,
  count,
  desiredState,
  errorCode,
  httpMethod,
  messageLevel,
  milliseconds,
  outputStream,
  placeholders,
  recordId,
  runMode,
  sessionState,
  timestamp,
  version,
} from './values.ts';

/** The version of the form of a trace. It grows when a reader of the former version would misread it. */
export const traceVersion = 3;

/** Those that are read. Version 1 lacks what a replay needs, version 2 what decides about stops in pages. */
const readVersions = [1, 2, traceVersion] as const;

const { controller, session } = placeholders;

/** What every record has. */
const common = {
  /** Grows in the order of the records. */
  id: recordId,
  /** Milliseconds since the trace began, on a monotonic clock. */
  at: milliseconds,
  /** The id of the record that caused this one. It may have been dropped from the trace. */
  cause: z.optional(recordId),
};

/** Text that is not recorded, by its length in UTF-16 code units. */
const length = count;
/** The same in UTF-8, if it differs. */
const encodedLength = z.optional(count);

const bytes = { stream: outputStream, bytes: count, chunks: count };

function record<Kind extends string, Fields extends z.core.$ZodShape>(
  kind: Kind,
  description: string,
  fields: Fields,
) {
  return z
    .strictObject({ kind: z.literal(kind), ...common, ...fields })
    .register(z.globalRegistry, { description });
}

/** The first line of a trace. */
export const traceHeaderSchema = z
  .strictObject({
    kind: z.literal('trace'),
    version: z.literal(readVersions),
    /** The wall-clock time at which the monotonic times begin. */
    began: timestamp,
    host: version,
    node: version,
    platform: z.enum(['aix', 'darwin', 'freebsd', 'linux', 'openbsd', 'sunos', 'win32', 'other']),
  })
  .register(z.globalRegistry, { description: 'The first line of a trace.' });

/** What came in. */
const inputs = [
  record('settings', 'The settings of the host that decide what happens to sessions.', {
    startWidth: count,
    stopWidth: count,
    history: count,
    controllerTimeout: milliseconds,
    departureTimeout: milliseconds,
    idleStop: z.optional(milliseconds),
    timeToLive: z.optional(milliseconds),
    maxSessions: z.optional(count),
  }),
  record('request', 'A request to a server of the host.', {
    server: z.enum(['endpoint', 'api']),
    method: httpMethod,
    route: z.enum(['info', 'sessions', 'session', 'log', 'status', 'notify', 'recreate', 'other']),
    session: z.optional(session),
    controller: z.optional(controller),
  }),
  record('connected', 'A controller has connected.', { controller }),
  record('disconnected', 'The connection of a controller has ended.', {
    controller,
    /** The WebSocket status code. */
    code: count,
    /** Whether the controller had confirmed everything. */
    isConfirmed: z.optional(z.boolean()),
  }),
  record('command', 'The user ran a command.', { command: commandName }),
  record('create', 'A session was requested.', createFields),
  record('call', 'Something was requested of a session.', {
    session,
    call: z.enum([
      'start',
      'stop',
      'restart',
      'recreate',
      'remove',
      'update',
      'attachDebugger',
      'detachDebugger',
    ]),
    mode: z.optional(runMode),
    desired: z.optional(desiredState),
  }),
  record('timer', 'A timer expired. Recorded only if that had an effect.', {
    after: milliseconds,
  }),
  record('waiting', 'The start waits for work with limits of its own, such as a build.', {
    session,
  }),
  record('started', 'A process has started.', { session, pid: z.optional(count) }),
  record('output', 'A program has written output, in one or more pieces.', {
    session,
    ...bytes,
    /** The size of a line end at its beginning, which ends what was written before. */
    closes: z.optional(count),
    /** How many bytes follow the last line end, and how long after the first piece the last one came. */
    rest: z.optional(count),
    lasted: z.optional(milliseconds),
  }),
  record('message', 'A runner reported a message for the developer.', {
    session,
    level: messageLevel,
    length,
  }),
  record('note', 'A build wrote output while the program ran.', {
    session,
    length,
    bytes: encodedLength,
  }),
  record('debugging', 'A debugger was attached to a program or detached from it.', {
    session,
    isDebugged: z.boolean(),
  }),
  record('adapter', 'A debug adapter has sent an event. Some events are only counted.', {
    session: z.optional(session),
    debugger: placeholders.debugger,
    type: debugType,
    event: adapterEvent,
    reason: z.optional(stopReason),
    exitCode: z.optional(z.int()),
    count,
  }),
  record('relayed', 'A debug relay has passed on a message. Some messages are only counted.', {
    session,
    /** Whether the relay is before the debug proxy or behind it, as seen from the debugger. */
    relay: z.enum(['before', 'behind']),
    from: z.enum(['debugger', 'browser']),
    method: relayedMethod,
    count,
  }),
  record(
    'passed',
    'A message about pages, breakpoints or stops has reached a debug relay or left it.',
    passedFields,
  ),
  record(
    'asked',
    'A debug relay has found out what decides about a stop: the texts of a breakpoint, or what the page says.',
    askedFields,
  ),
  record('files', 'An entry of a watched folder has changed, the first one in a second.', {
    folder: recordedPath,
    /** Whether it was created, removed or moved. */
    isMoved: z.boolean(),
  }),
  record('inputs', 'The files that decided a launch became known, or unknown.', {
    session,
    files: z.optional(count),
    folders: z.optional(count),
  }),
  record('changed', 'Changes of files reach the hot reload of a running program.', changedFields),
  record('reloaded', 'Hot reload has told the user what came of changes.', reloadedFields),
  record('page', 'A launch has taken the page that was loaded ahead, or found none.', pageFields),
  record('recreation', 'The replacement of a program has progressed.', {
    session,
    progress: z.enum(['preparing', 'launching', 'done', 'failed']),
    error: z.optional(errorCode),
    length: z.optional(length),
    bytes: encodedLength,
  }),
  record('replacing', 'A program is being restarted.', { session }),
  record('accepted', 'The runner has passed on a request to stop.', { session }),
  record('exited', 'A launch of a program has exited.', {
    session,
    launch: count,
    exitCode: z.optional(z.int()),
    error: z.optional(errorCode),
    length: z.optional(length),
    bytes: encodedLength,
  }),
  record('ended', 'The run of a session has ended.', { session, exitCode: z.optional(z.int()) }),
  record('failed', 'The run of a session has failed.', {
    session,
    error: errorCode,
    length: z.optional(length),
    bytes: encodedLength,
  }),
] as const;

/** What was made of it. */
const outputs = [
  record('answer', 'A request was answered.', { status: z.optional(count) }),
  record('run', 'The runner was asked to run a session.', { session }),
  record('ask', 'The runner was asked to change a run.', {
    session,
    ask: z.enum(['stop', 'restart', 'recreate', 'attachDebugger', 'detachDebugger']),
    mode: z.optional(runMode),
  }),
  record('launch', 'The run model launches the program.', {
    session,
    launch: count,
    mode: runMode,
  }),
  record('quit', 'The run model asks a launch to end.', { session, launch: count }),
  record('status', 'A session was added, changed or removed.', {
    session,
    change: z.enum(['added', 'modified', 'removed']),
    /** The state before. */
    from: z.optional(sessionState),
    to: sessionState,
    desired: desiredState,
    /** Clients of the API may set it. */
    pid: z.optional(z.int()),
    exitCode: z.optional(z.int()),
    reason: z.optional(errorCode),
    outOfDate: z.optional(z.boolean()),
  }),
  record('notification', 'A notification was queued for a controller.', {
    session,
    controller,
    type: z.enum(['processRestarted', 'sessionTerminated', 'sessionMessage', 'serviceLogs']),
    pid: z.optional(count),
    exitCode: z.optional(count),
    level: z.optional(messageLevel),
    code: z.optional(errorCode),
    length: z.optional(length),
  }),
  record('delivered', 'Output was queued for a controller, in one or more pieces.', {
    session,
    controller,
    ...bytes,
  }),
  record('done', 'A command has finished.', { error: z.optional(errorCode) }),
  record('error', 'A warning or an error was logged.', {
    level: z.enum(['warn', 'error']),
    length,
  }),
  record('gap', 'Records are missing, since more came than could be written or a write failed.', {
    dropped: count,
  }),
] as const;

export const traceRecordSchema = z.discriminatedUnion('kind', [...inputs, ...outputs]);

export type TraceHeader = z.infer<typeof traceHeaderSchema>;
export type TraceRecord = z.infer<typeof traceRecordSchema>;

export type RecordOf<Kind extends TraceRecord['kind']> = Extract<
  TraceRecord,
  { readonly kind: Kind }
>;

type Facts<R> = R extends TraceRecord ? Omit<R, 'id' | 'at' | 'cause'> : never;

/** A record without what the recorder adds. */
export type TraceFacts = Facts<TraceRecord>;
