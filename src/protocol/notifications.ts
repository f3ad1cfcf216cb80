import { knowsSessionMessages, type ProtocolVersion } from './versions.ts';

/** The level of a message to the developer behind a controller. */
export type MessageLevel = 'info' | 'debug' | 'error';

/** What a controller hears of its sessions, one JSON object a WebSocket message. */
export type Notification =
  | ProcessRestartedNotification
  | SessionTerminatedNotification
  | ServiceLogsNotification
  | SessionMessageNotification;

export interface ProcessRestartedNotification {
  readonly notification_type: 'processRestarted';
  readonly session_id: string;
  /** The operating system's process id; left out where it can't be known. */
  readonly pid?: number;
}

export interface SessionTerminatedNotification {
  readonly notification_type: 'sessionTerminated';
  readonly session_id: string;
  /** 0…2³²−1; 1 if no program ran; left out where it can't be known. */
  readonly exit_code?: number;
}

interface ServiceLogsNotification {
  readonly notification_type: 'serviceLogs';
  readonly session_id: string;
  readonly is_std_err: boolean;
  /** One or more lines. The controller appends a line end, so the last line comes without its own. */
  readonly log_message: string;
}

interface SessionMessageNotification {
  readonly notification_type: 'sessionMessage';
  readonly session_id: string;
  readonly level: MessageLevel;
  readonly message: string;
  /** Given with level `error`. */
  readonly code?: string;
}

/** Tells what happened to a session's process: `pid` is a uint32 or left out. */
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

/** Says that a session has ended. A negative code is sent as the uint32 of the same bits. */
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

/** Whether a controller of this version is told of this notification. */
export function isKnownTo(version: ProtocolVersion, notification: Notification): boolean {
  return notification.notification_type !== 'sessionMessage' || knowsSessionMessages(version);
}

function isNegativeInt32(value: number | undefined): value is number {
  return value !== undefined && value < 0 && value >= -(2 ** 31);
}

function isUint32(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}
