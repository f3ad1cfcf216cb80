import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import {
  type IdeSession,
  isRunElsewhere,
  sessionStates,
  type SessionStatus,
} from '../../protocol/ideSession.ts';
import { isLegal } from '../../sessions/stateTable.ts';
import type { StatusCause } from '../answers/status.ts';
import { forbidden } from './metadataRules.ts';
import { toCause } from './written.ts';

/** The maximum size of a status, in characters of JSON. */
const longestStatus = 64 * 1024;

const text = z.optional(z.string('must be a string'));
const timestamp = z.optional(
  z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, 'must be a time in UTC')),
);

const conditionSchema = z.looseObject({
  type: z.string('must be a string'),
  status: z.enum(['True', 'False', 'Unknown'], 'must be True, False or Unknown'),
  reason: z.string('must be a string'),
  message: z.string('must be a string'),
  lastTransitionTime: z.string('must be a string'),
});

const statusSchema = z.looseObject(
  {
    state: z.optional(z.enum(sessionStates, `must be one of ${sessionStates.join(', ')}`)),
    message: text,
    reason: text,
    sessionID: text,
    pid: z.optional(z.int('must be a whole number')),
    startupTimestamp: timestamp,
    finishTimestamp: timestamp,
    exitCode: z.optional(z.int('must be a whole number')),
    stdOutFile: text,
    stdErrFile: text,
    conditions: z.optional(z.array(conditionSchema, 'must be a list')),
  },
  'must be an object',
);

/** A status that a client wrote, or what is wrong with it. */
type ParsedStatus =
  | { readonly kind: 'status'; readonly status: SessionStatus }
  | { readonly kind: 'invalid'; readonly causes: readonly StatusCause[] };

/**
 * Parses the status that a client wrote for a session. The host that runs a session sets its status: for a
 * session that this host runs, clients can only change the message. Properties that the kind doesn't have are kept.
 */
export function parseStatus(session: IdeSession, written: unknown): ParsedStatus {
  const result = statusSchema.safeParse(withoutNulls(written ?? {}));
  if (!result.success) {
    const causes = result.error.issues.map(({ message, path }) =>
      toCause({ message, path: ['status', ...path] }),
    );
    return { kind: 'invalid', causes };
  }
  const status = { ...result.data, state: result.data.state ?? '' } as SessionStatus;
  const causes = isRunElsewhere(session)
    ? checkReport(session, status)
    : checkOwnStatus(session, status);
  if (causes.length > 0) return { kind: 'invalid', causes };
  if (JSON.stringify(status).length <= longestStatus) return { kind: 'status', status };
  const cause = forbidden('status', `must not be longer than ${longestStatus} characters`);
  return { kind: 'invalid', causes: [cause] };
}

/** In Kubernetes, `null` means that a field is absent. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null));
}

function checkReport({ status }: IdeSession, reported: SessionStatus): readonly StatusCause[] {
  if (isLegal(status.state, reported.state)) return [];
  const change = `from "${status.state}" to "${reported.state}"`;
  return [forbidden('status.state', `a session cannot go ${change}`)];
}

function checkOwnStatus({ status }: IdeSession, written: SessionStatus): readonly StatusCause[] {
  const names = new Set([...Object.keys(status), ...Object.keys(written)]);
  names.delete('message');
  return [...names].flatMap((name) => {
    const key = name as keyof SessionStatus;
    if (isDeepStrictEqual(status[key], written[key])) return [];
    return [forbidden(`status.${name}`, 'the host that runs the session sets this field')];
  });
}
