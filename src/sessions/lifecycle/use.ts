import { type IdeSession, recreatedCondition } from '../../protocol/ideSession.ts';

/**
 * Whether the program of a session can be idle: it runs, and isn't being replaced. Browsers, and what a
 * user starts for a page or as a controller, can't: they end with the page, or serve other sessions.
 */
export function canBeIdle({ spec, status }: IdeSession): boolean {
  if (status.state !== 'Running') return false;
  if (spec.intent !== undefined || spec.launchConfiguration.type === 'browser') return false;
  const replacing = status.conditions?.find(({ type }) => type === recreatedCondition);
  return replacing?.status !== 'Unknown';
}

/** Whether a session was asked to end. */
export function isEnding({ metadata, spec }: IdeSession): boolean {
  return spec.desiredState === 'Stopped' || metadata.deletionTimestamp !== undefined;
}
