import type { IdeSession } from '../../protocol/ideSession.ts';
import {
  getMode,
  type LaunchConfigurationType,
  launchConfigurationSchemas,
} from '../../protocol/launchConfigurations.ts';
import type { ObserveRequest, SessionRequest } from '../../sessions/sessionRequest.ts';
import type { Placeholders } from '../placeholders.ts';
import type { RecordOf, TraceFacts } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';

/** Records what is requested of sessions, which is the cause of what follows. */
export function traceCalls(recorder: TraceRecorder): ObserveRequest {
  return (request, act) => recorder.causing(toFacts(request, recorder.placeholders), act);
}

function toFacts(request: SessionRequest, placeholders: Placeholders): TraceFacts {
  if (request.do === 'create') return toCreateFacts(request.session, placeholders);
  const session = placeholders.get('session', request.name);
  const mode = request.do === 'restart' ? request.mode : undefined;
  const desired = request.do === 'update' ? request.desired : undefined;
  return {
    kind: 'call',
    session,
    call: request.do,
    ...(mode !== undefined && { mode }),
    ...(desired !== undefined && { desired }),
  };
}

/** More arguments are left out. */
const maxArguments = 32;

/** The properties that name the program, by their order. */
const programs = [
  'project_path',
  'script_path',
  'program_path',
  'program',
  'module',
  'main_class',
] as const;

function toCreateFacts({ metadata, spec }: IdeSession, placeholders: Placeholders): TraceFacts {
  const { launchConfiguration } = spec;
  const { owner } = metadata;
  const program = getProgram(launchConfiguration, placeholders);
  return {
    kind: 'create',
    session: placeholders.get('session', metadata.name),
    owner: owner.kind,
    ...(owner.kind === 'controller' && {
      controller: placeholders.get('controller', owner.instanceId),
    }),
    type: isListedType(launchConfiguration.type) ? launchConfiguration.type : 'other',
    mode: getMode(launchConfiguration),
    ...(program !== undefined && { program }),
    ...(spec.workspace !== undefined && {
      workspace: placeholders.get('path', spec.workspace),
    }),
    arguments: (spec.args ?? [])
      .slice(0, maxArguments)
      .map((argument) => placeholders.get('argument', argument)),
    variables: spec.env.length,
    desired: spec.desiredState,
  };
}

function getProgram(
  configuration: Readonly<Record<string, unknown>>,
  placeholders: Placeholders,
): RecordOf<'create'>['program'] {
  for (const name of programs) {
    const value = configuration[name];
    if (typeof value === 'string' && value !== '') return placeholders.get('path', value);
  }
  const { url } = configuration;
  return typeof url === 'string' ? placeholders.get('address', url) : undefined;
}

/** Whether a launch configuration type is one of the protocol. Users name others as they like. */
function isListedType(type: string): type is LaunchConfigurationType {
  return Object.hasOwn(launchConfigurationSchemas, type);
}
