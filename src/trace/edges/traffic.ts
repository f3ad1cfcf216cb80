import type { OutputStream } from '../../common/outputStream.ts';
import type { Notification } from '../../protocol/notifications.ts';
import type { Traffic } from '../../protocol/traffic.ts';
import { ByteCount } from '../byteCount.ts';
import { toListedCode } from '../errorCode.ts';
import type { Placeholders } from '../placeholders.ts';
import type { TraceRecorder } from '../traceRecorder.ts';
import type { TraceFacts } from '../schema.ts';

type DeliveredFacts = Extract<TraceFacts, { kind: 'delivered' }>;

/** Records what passes between the host and its controllers. */
export function traceTraffic(recorder: TraceRecorder): (traffic: Traffic) => void {
  const { placeholders } = recorder;
  const counts = new Map<string, Readonly<Record<OutputStream, ByteCount<DeliveredFacts>>>>();
  const getCounts = ({ instanceId, session }: Traffic & { readonly kind: 'output' }) => {
    let known = counts.get(session);
    if (known === undefined) {
      const count = (stream: OutputStream): ByteCount<DeliveredFacts> =>
        new ByteCount(recorder, (bytes) => ({
          kind: 'delivered',
          session: placeholders.get('session', session),
          controller: placeholders.get('controller', instanceId),
          stream,
          bytes,
          chunks: 1,
        }));
      known = { stdout: count('stdout'), stderr: count('stderr') };
      counts.set(session, known);
    }
    return known;
  };
  return (traffic) => {
    if (traffic.kind === 'output') {
      getCounts(traffic)[traffic.stream].add(traffic.bytes);
      return;
    }
    if (traffic.kind === 'notification') {
      const { instanceId, notification } = traffic;
      recorder.recordLate(() => toFacts(instanceId, notification, placeholders));
      if (notification.notification_type === 'sessionTerminated') {
        counts.delete(notification.session_id);
      }
      return;
    }
    const controller = placeholders.get('controller', traffic.instanceId);
    switch (traffic.kind) {
      case 'connected':
        recorder.record({ kind: 'connected', controller });
        return;
      case 'disconnected':
        recorder.record({
          kind: 'disconnected',
          controller,
          code: traffic.code,
          isConfirmed: traffic.isConfirmed,
        });
        return;
    }
  };
}

function toFacts(
  instanceId: string,
  notification: Notification,
  placeholders: Placeholders,
): NotificationFacts {
  return {
    kind: 'notification',
    session: placeholders.get('session', notification.session_id),
    controller: placeholders.get('controller', instanceId),
    type: notification.notification_type,
    ...describe(notification),
  };
}

type NotificationFacts = Extract<TraceFacts, { kind: 'notification' }>;

function describe(
  notification: Notification,
): Pick<NotificationFacts, 'pid' | 'exitCode' | 'level' | 'code' | 'length'> {
  switch (notification.notification_type) {
    case 'processRestarted':
      return notification.pid === undefined ? {} : { pid: notification.pid };
    case 'sessionTerminated':
      return notification.exit_code === undefined ? {} : { exitCode: notification.exit_code };
    case 'sessionMessage': {
      const { code, level, message } = notification;
      return { level, ...(code && { code: toListedCode(code) }), length: message.length };
    }
    case 'serviceLogs':
      return { length: notification.log_message.length };
  }
}
