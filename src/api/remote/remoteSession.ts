import * as z from 'zod/mini';
import { type SessionState, sessionStates } from '../../protocol/ideSession.ts';
import { isTerminal } from '../../sessions/stateTable.ts';
import { restartedAt } from '../resource/annotations.ts';

/** The host that runs a session. It renews its claim while it exists. */
export interface Holder {
  /** Unique to one process. */
  readonly identity: string;
  /** When the claim was renewed; RFC 3339 with microseconds, by the clock of the holder. */
  readonly renewTime: string;
  /** How long other hosts wait for the next renewal, in seconds. */
  readonly leaseSeconds: number;
}

const texts = z.optional(z.nullable(z.record(z.string(), z.string())));

/** An IdeSession on an API server, which may serve anything for `spec` and `status`. */
export const remoteSessionSchema = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    deletionTimestamp: z.optional(z.string()),
    labels: texts,
    annotations: texts,
  }),
  spec: z.optional(z.unknown()),
  status: z.optional(z.unknown()),
});

export type RemoteSession = z.output<typeof remoteSessionSchema>;

const holderSchema = z.object({
  identity: z.string(),
  renewTime: z.string(),
  leaseSeconds: z.number(),
});

const statusSchema = z.object({
  state: z.optional(z.enum(sessionStates)),
  holder: z.optional(z.nullable(holderSchema)),
});

/** What a session's status says. */
export type RemoteState =
  | { readonly kind: 'unclaimed' }
  | { readonly kind: 'held'; readonly state: SessionState; readonly holder: Holder | undefined }
  /** It has ended, or its status can't be read. */
  | { readonly kind: 'over' };

export function getState(session: RemoteSession): RemoteState {
  const parsed = statusSchema.safeParse(session.status ?? {});
  if (!parsed.success) return { kind: 'over' };
  const { holder, state = '' } = parsed.data;
  if (isTerminal(state)) return { kind: 'over' };
  if (state === '' && !holder) return { kind: 'unclaimed' };
  return { kind: 'held', state, holder: holder ?? undefined };
}

const desiredSchema = z.object({ desiredState: z.optional(z.string()) });

/** Whether the session should run. One that is being deleted shouldn't. */
export function isWanted({ metadata, spec }: RemoteSession): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  return desiredSchema.safeParse(spec).data?.desiredState === 'Running';
}

/** Whether the session should be stopped if it runs. */
export function isStopWanted({ metadata, spec }: RemoteSession): boolean {
  if (metadata.deletionTimestamp !== undefined) return true;
  return desiredSchema.safeParse(spec).data?.desiredState === 'Stopped';
}

/** A value that changes when a restart is requested. */
export function getRestart({ metadata }: RemoteSession): string | undefined {
  return metadata.annotations?.[restartedAt];
}
