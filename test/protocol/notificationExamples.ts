import {
  type Notification,
  processRestarted,
  sessionTerminated,
} from '../../src/protocol/notifications.ts';

const session_id = '6f2d1c9e-2f54-4d0b-9d7e-2b1f0c6a7a11';

/** Every notification, in each of its forms. */
export const notificationExamples = {
  processRestarted: processRestarted(session_id, 4711),
  'processRestarted.withoutPid': processRestarted(session_id, undefined),
  sessionTerminated: sessionTerminated(session_id, 143),
  'sessionTerminated.zero': sessionTerminated(session_id, 0),
  'sessionTerminated.negative': sessionTerminated(session_id, -1),
  'sessionTerminated.withoutExitCode': sessionTerminated(session_id, undefined),
  'serviceLogs.stdout': {
    notification_type: 'serviceLogs',
    session_id,
    is_std_err: false,
    log_message: 'Listening on http://localhost:5000\r\n\nGrüße 👋 "quoted"',
  },
  'serviceLogs.stderr': {
    notification_type: 'serviceLogs',
    session_id,
    is_std_err: true,
    log_message: '',
  },
  'sessionMessage.info': {
    notification_type: 'sessionMessage',
    session_id,
    level: 'info',
    message: 'Building Shop.csproj.',
  },
  'sessionMessage.debug': {
    notification_type: 'sessionMessage',
    session_id,
    level: 'debug',
    message: 'The debugger is attached.',
  },
  'sessionMessage.error': {
    notification_type: 'sessionMessage',
    session_id,
    level: 'error',
    message: 'There is no program server.js. Build it.',
    code: 'ProgramNotFound',
  },
} as const satisfies Record<string, Notification>;
