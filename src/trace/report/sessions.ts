import {
  type IdeSession,
  sessionStates,
  type SessionCondition,
} from '../../protocol/ideSession.ts';
import { getMode, launchConfigurationSchemas } from '../../protocol/launchConfigurations.ts';
import { toListedCode } from '../errorCode.ts';
import type { Placeholders } from '../placeholders.ts';
import { choose, type Fact, type Harmless, harmless, label, toPlaceholder } from './harmless.ts';
import type { Section } from './report.ts';

/** Describes the present sessions and those that are kept. */
export function describeSessions(
  sessions: readonly IdeSession[],
  placeholders: Placeholders,
): Section {
  return {
    kind: 'sessions',
    rows: sessions.map((session) => describeSession(session, placeholders)),
  };
}

function describeSession(
  { metadata, spec, status }: IdeSession,
  placeholders: Placeholders,
): readonly Fact[] {
  const { owner } = metadata;
  const { launchConfiguration } = spec;
  const { exitCode, pid, reason } = status;
  return [
    toPlaceholder(placeholders, 'session', metadata.name),
    describeType(launchConfiguration.type),
    harmless(getMode(launchConfiguration)),
    owner.kind === 'controller'
      ? toPlaceholder(placeholders, 'controller', owner.instanceId)
      : choose('owners', owner.kind),
    harmless(sessionStates.find((state) => state === status.state) || 'New'),
    pid ?? label('none'),
    exitCode ?? label('none'),
    reason === undefined ? label('none') : harmless(toListedCode(reason)),
    harmless((status.conditions ?? []).map(describeCondition).join(', ')),
    spec.env.length,
    spec.args?.length ?? label('none'),
  ];
}

/** Users name other types as they like. */
function describeType(type: string): Harmless {
  return harmless(Object.hasOwn(launchConfigurationSchemas, type) ? type : 'other');
}

/** Clients of the API can set other conditions. */
function describeCondition({ status, type }: SessionCondition): Harmless {
  return harmless(`${choose('conditions', type)} ${choose('conditionValues', status)}`);
}
