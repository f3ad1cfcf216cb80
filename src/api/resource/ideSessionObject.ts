import type { SessionSpec, SessionStatus } from '../../protocol/ideSession.ts';
import type { apiVersion, kind } from './kind.ts';
import type { Labels } from './labels.ts';

/** An IdeSession as clients of the API see it. */
export interface IdeSessionObject {
  readonly kind: typeof kind;
  readonly apiVersion: typeof apiVersion;
  readonly metadata: ObjectMetadata;
  readonly spec: {
    /** A JSON array with at least one launch configuration. */
    readonly launchConfigurations: string;
    readonly args?: readonly string[];
    /** Values are never shown. */
    readonly env?: readonly { readonly name: string }[];
    readonly desiredState: SessionSpec['desiredState'];
  };
  readonly status: SessionStatus;
}

/** Times are RFC 3339 in whole seconds, as in all Kubernetes metadata. */
export interface ObjectMetadata {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: 0;
  readonly labels: Labels;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
}
