import { knowsSessionMessages, type ProtocolVersion } from './versions.ts';

/** The level of a message to the developer behind a controller. */
export type MessageLevel = 'info' | 'debug' | 'error';

/** A notification for a controller. Each is one JSON object in one WebSocket message. */
export type Notification =
  | ProcessRestartedNotification
  | SessionTerminatedNotification
  | ServiceLogsNotification
  | SessionMessageNotification;

export interface ProcessRestartedNotification {
  readonly notification_type: 'processRestarted';
  readonly session_id: string;
  /** The process id; omitted if it is unknown. */
  readonly pid?: number;
}

export interface SessionTerminatedNotification {
  readonly notification_type: 'sessionTerminated';
  readonly session_id: string;
  /** 0…2³²−1; 1 if no program ran; omitted if it is unknown. */
  readonly exit_code?: number;
}

interface ServiceLogsNotification {
  readonly notification_type: 'serviceLogs';
  readonly session_id: string;
  readonly is_std_err: boolean;
  /** One or more lines. The controller appends a line end, so the last line has none. */
  readonly log_message: string;
}

interface SessionMessageNotification {
  readonly notification_type: 'sessionMessage';
  readonly session_id: string;
  readonly level: MessageLevel;
  readonly message: string;
  /** Set for level `error`. */
  readonly code?: string;
}

/** Creates the notification of a new process. `pid` is omitted unless it is a uint32. */
export function processRestarted(
  session_id: string,
  pid: number | undefined,
): ProcessRestartedNotification {
  return {
    notification_type: 'processRestarted',
    session_id,
    ...(isUint32(pid) && { pid }),
  };
}

/** Creates the notification of a session's end. A negative exit code is sent as the uint32 with the same bits. */
export function sessionTerminated(
  session_id: string,
  exitCode: number | undefined,
): SessionTerminatedNotification {
  const exit_code = isNegativeInt32(exitCode) ? exitCode + 2 ** 32 : exitCode;
  return {
    notification_type: 'sessionTerminated',
    session_id,
    ...(isUint32(exit_code) && { exit_code }),
  };
}

/** Whether controllers of this version know the notification. */
export function isKnownTo(version: ProtocolVersion, notification: Notification): boolean {
  return notification.notification_type !== 'sessionMessage' || knowsSessionMessages(version);
}

function isNegativeInt32(value: number | undefined): value is number {
  return value !== undefined && value < 0 && value >= -(2 ** 31);
}

function isUint32(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}
