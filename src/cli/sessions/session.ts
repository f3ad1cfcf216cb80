import * as z from 'zod/mini';
import { ownLabels } from '../../api/resource/kind.ts';

const texts = z.record(z.string(), z.string());

/** An IdeSession as the API of a host shows it. Unknown properties are kept. */
export const sessionSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    uid: z.optional(z.string()),
    resourceVersion: z.optional(z.string()),
    creationTimestamp: z.optional(z.string()),
    deletionTimestamp: z.optional(z.string()),
    labels: z.optional(texts),
    annotations: z.optional(texts),
  }),
  spec: z.looseObject({
    launchConfigurations: z.string(),
    args: z.optional(z.array(z.string())),
    env: z.optional(z.array(z.looseObject({ name: z.string() }))),
    desiredState: z.optional(z.string()),
  }),
  status: z.optional(
    z.looseObject({
      state: z.optional(z.string()),
      message: z.optional(z.string()),
      pid: z.optional(z.number()),
      startupTimestamp: z.optional(z.string()),
      finishTimestamp: z.optional(z.string()),
      exitCode: z.optional(z.number()),
      conditions: z.optional(
        z.array(
          z.looseObject({ type: z.string(), status: z.string(), message: z.optional(z.string()) }),
        ),
      ),
    }),
  ),
});

export type Session = z.infer<typeof sessionSchema>;

/** Returns the state of a session; empty before it is started. */
export function getState({ status }: Session): string {
  return status?.state ?? '';
}

/** Whether the session has ended for good. One that was stopped before its start never starts. */
export function hasEnded(session: Session): boolean {
  const state = getState(session);
  if (state === '') return session.spec.desiredState === 'Stopped';
  return ['Stopped', 'Failed'].includes(state);
}

/** Returns the value of one of the labels that hosts compute; empty if there is none. */
export function getLabel({ metadata }: Session, label: keyof typeof ownLabels): string {
  return metadata.labels?.[ownLabels[label]] ?? '';
}
