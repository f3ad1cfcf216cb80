import { type IdeSession, isRunElsewhere } from '../../protocol/ideSession.ts';
import {
  getMode,
  type LaunchConfigurationType,
  launchConfigurationSchemas,
} from '../../protocol/launchConfigurations.ts';
import type { ObserveRequest, SessionRequest } from '../../sessions/sessionRequest.ts';
import type { Placeholders } from '../placeholders.ts';
import type { RecordOf, TraceFacts } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';
import { toArguments, toLaunchFacts, toPath } from './launchFacts.ts';

/** Records what is requested of sessions, which is the cause of what follows. */
export function traceCalls(recorder: TraceRecorder): ObserveRequest {
  const { placeholders } = recorder;
  return (request, act) => {
    // Sessions are numbered in the order of their requests.
    if (request.do === 'create') placeholders.get('session', request.session.metadata.name);
    const record = recorder.recordLate(() => toFacts(request, placeholders));
    return recorder.continuing(record, act);
  };
}

function toFacts(request: SessionRequest, placeholders: Placeholders): TraceFacts {
  if (request.do === 'create') {
    const facts = toCreateFacts(request.session, placeholders);
    return request.isClaim ? { ...facts, isClaim: true } : facts;
  }
  return {
    kind: 'call',
    session: placeholders.get('session', request.name),
    call: request.do,
    mode: request.do === 'restart' ? request.mode : undefined,
    desired: request.do === 'update' ? request.desired : undefined,
  };
}

/** The properties that name the program, by their order. */
const programs = [
  'project_path',
  'script_path',
  'program_path',
  'program',
  'module',
  'main_class',
] as const;

function toCreateFacts(
  session: IdeSession,
  placeholders: Placeholders,
): Extract<TraceFacts, { kind: 'create' }> {
  const { metadata, spec } = session;
  const { args, launchConfiguration, workspace } = spec;
  const { owner } = metadata;
  const { type } = launchConfiguration;
  const isListed = isListedType(type);
  return {
    kind: 'create',
    session: placeholders.get('session', metadata.name),
    owner: owner.kind,
    controller:
      owner.kind === 'controller' ? placeholders.get('controller', owner.instanceId) : undefined,
    type: isListed ? type : 'other',
    mode: getMode(launchConfiguration),
    program: getProgram(launchConfiguration, placeholders),
    launch: isListed ? toLaunchFacts(launchConfiguration, placeholders) : undefined,
    intent: spec.intent?.kind,
    workspace: workspace === undefined ? undefined : toPath(workspace, placeholders),
    arguments: args && toArguments(args, placeholders),
    variables: spec.env.length,
    desired: spec.desiredState,
    elsewhere: isRunElsewhere(session) || undefined,
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
