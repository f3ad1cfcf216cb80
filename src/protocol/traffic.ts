import type { OutputStream } from '../common/outputStream.ts';
import type { Notification } from './notifications.ts';

/** What passes between the host and a controller, in order. */
export type Traffic = { readonly instanceId: string } & (
  | { readonly kind: 'connected' }
  | {
      readonly kind: 'disconnected';
      /** The status code of the WebSocket (RFC 6455, section 7.4). */
      readonly code: number;
      /** Whether the controller has confirmed everything. */
      readonly isConfirmed: boolean;
    }
  | { readonly kind: 'notification'; readonly notification: Notification }
  | {
      readonly kind: 'output';
      readonly session: string;
      readonly stream: OutputStream;
      readonly bytes: number;
    }
);
