import type { OutputStream } from '../common/outputStream.ts';
import type { Notification } from './notifications.ts';

/** What passes between the host and a controller, in order. */
export type Traffic = { readonly instanceId: string } & (
  | { readonly kind: 'connected' }
  /** `code` is the status code of the WebSocket (RFC 6455, section 7.4). */
  | { readonly kind: 'disconnected'; readonly code: number }
  | { readonly kind: 'notification'; readonly notification: Notification }
  | {
      readonly kind: 'output';
      readonly session: string;
      readonly stream: OutputStream;
      readonly bytes: number;
    }
);
