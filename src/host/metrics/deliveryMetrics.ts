import {
  createCounter,
  createGauge,
  type Metric,
  type Sample,
} from '../../common/metrics/metric.ts';
import type { Delivery } from '../../endpoint/delivery/delivery.ts';

/** Returns what has been delivered to controllers, read from the counts that the delivery keeps. */
export function createDeliveryMetrics({ controllers, counts }: Delivery): readonly Metric[] {
  return [
    createGauge(
      {
        name: 'ide_session_host_connected_controllers',
        help: 'Controllers that are connected.',
      },
      () => single(controllers.connected),
    ),
    createCounter(
      {
        name: 'ide_session_host_delivered_notifications_total',
        help: 'Notifications that controllers have confirmed, by type.',
      },
      () =>
        Object.entries(counts.notifications).map(([type, value]) => ({ labels: { type }, value })),
    ),
    createCounter(
      {
        name: 'ide_session_host_delivered_log_lines_total',
        help: 'Lines of output that controllers have confirmed.',
      },
      () => single(counts.logLines),
    ),
    createCounter(
      {
        name: 'ide_session_host_dropped_messages_total',
        help: 'Messages that were dropped because a controller did not read fast enough.',
      },
      () => single(counts.droppedMessages),
    ),
    createCounter(
      {
        name: 'ide_session_host_lost_output_bytes_total',
        help: 'Bytes of output that were deleted before a controller had read them.',
      },
      () => single(counts.lostBytes),
    ),
  ];
}

function single(value: number): readonly Sample[] {
  return [{ labels: {}, value }];
}
