import { faultsInErrorDetail, isObject, type ErrorDetail } from './controllerError.ts';
import type { Notification, SessionMessage } from './notification.ts';
import { PropertyReader } from './propertyReader.ts';

/** The result of one WebSocket message. */
export interface ReadMessage {
  /** Absent if the message means nothing to a controller. */
  notification?: Notification;
  violations: string[];
  /** Whether the real client would drop the connection because of this message. */
  isFatal: boolean;
}

const uint32Limit = 2 ** 32;

function fatal(violation: string): ReadMessage {
  return { violations: [violation], isFatal: true };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readUint32(reader: PropertyReader, name: string): number | undefined {
  const value = reader.optionalInteger(name);
  if (value !== undefined && (value < 0 || value >= uint32Limit)) {
    reader.report(`${name} is outside uint32`);
  }
  return value;
}

function readDetails(reader: PropertyReader): ErrorDetail[] | undefined {
  const details = reader.optionalArray('details');
  const faults = details?.flatMap((entry, index) =>
    faultsInErrorDetail(entry, `details[${index}]`),
  );
  faults?.forEach((fault) => reader.report(fault));
  return faults?.length === 0 ? (details as ErrorDetail[]) : undefined;
}

function readSessionMessage(reader: PropertyReader, sessionId: string): Notification | undefined {
  const level = reader.string('level');
  const message = reader.string('message');
  const code = reader.optionalString('code');
  const details = readDetails(reader);
  if (message?.trim() === '') {
    reader.report('the message is empty');
  }
  if (level === 'error' && (code === undefined || code === '')) {
    reader.report('an error has no code');
  }
  if (level !== 'info' && level !== 'debug' && level !== 'error') {
    reader.report('the level is none of info, debug and error');
    return undefined;
  }
  const heard: SessionMessage = {
    notification_type: 'sessionMessage',
    session_id: sessionId,
    level,
    message: message ?? '',
  };
  return {
    ...heard,
    ...(code === undefined ? {} : { code }),
    ...(details === undefined ? {} : { details }),
  };
}

function readByType(reader: PropertyReader, sessionId: string): Notification | undefined {
  const type = reader.string('notification_type');
  switch (type) {
    case 'processRestarted': {
      const pid = readUint32(reader, 'pid');
      const heard = { notification_type: type, session_id: sessionId } as const;
      return pid === undefined ? heard : { ...heard, pid };
    }
    case 'sessionTerminated': {
      const exitCode = readUint32(reader, 'exit_code');
      readUint32(reader, 'pid');
      const heard = { notification_type: type, session_id: sessionId } as const;
      return exitCode === undefined ? heard : { ...heard, exit_code: exitCode };
    }
    case 'serviceLogs':
      return {
        notification_type: type,
        session_id: sessionId,
        is_std_err: reader.boolean('is_std_err') ?? false,
        log_message: reader.string('log_message') ?? '',
      };
    case 'sessionMessage':
      return readSessionMessage(reader, sessionId);
    default:
      reader.report('the notification type is unknown');
      return undefined;
  }
}

/** Reads a WebSocket message as exactly one notification, as strictly as the real client does. */
export function readMessage(text: string): ReadMessage {
  const properties = parseObject(text);
  if (properties === undefined) {
    return fatal('A message is not exactly one JSON object.');
  }
  const sessionId = properties['session_id'];
  if (typeof sessionId !== 'string' || sessionId === '') {
    return fatal('A message has no session_id.');
  }
  const reader = new PropertyReader(properties);
  const notification = readByType(reader, sessionId);
  const type = JSON.stringify(properties['notification_type'] ?? 'untyped').slice(0, 40);
  const violations = reader.faults.map((fault) => `Session ${sessionId}, ${type}: ${fault}.`);
  return {
    violations,
    isFatal: reader.hasWrongType,
    ...(notification === undefined || reader.hasWrongType ? {} : { notification }),
  };
}
