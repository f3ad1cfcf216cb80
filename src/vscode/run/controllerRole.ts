import { getMode } from '../../protocol/launchConfigurations.ts';
import type { LaunchPlan, ProgramLaunchPlan } from '../../launch/launchPlan.ts';
import { profileVariable } from '../../launch/profiles/launchProfile.ts';
import type { IdeSession, SessionSpec } from '../../protocol/ideSession.ts';
import { DisposableStore } from '../../common/disposable.ts';
import type { RunStrategy } from '../../sessions/run/strategy.ts';
import type { ControllerGroups, LeadingController } from './controllerGroups.ts';
import type { RootSession } from '../debug/rootSession.ts';

/** The role of a session whose program is a controller that the user started. */
export interface ControllerRole extends LeadingController {
  /** The variables that tell the program this window. They override all others and contain a token. */
  readonly variables: Readonly<Record<string, string>>;
  launchProfile: string | undefined;
}

/** Dependencies of sessions that are controllers. */
export interface ControllerRoleOptions {
  /** Returns the variables that tell a controller this window. */
  readonly endpointVariables: (mode: 'Debug' | 'NoDebug') => Readonly<Record<string, string>>;
  /** Stops the sessions of all controllers whose instance ids start with a prefix. */
  readonly stopSessionsOf: (prefix: string) => void;
}

/** The role of a session; `undefined` unless its user started it as a controller. */
export function controllerRole(
  { metadata, spec }: IdeSession,
  { endpointVariables }: ControllerRoleOptions,
): ControllerRole | undefined {
  if (!isController(spec)) return undefined;
  const prefix = instanceIdPrefix(metadata);
  const variables = endpointVariables(getMode(spec.launchConfiguration));
  return {
    prefix,
    variables: { ...variables, DCP_INSTANCE_ID_PREFIX: prefix },
    launchProfile: undefined,
  };
}

/** Returns the folder of the debug configuration of the controller with this instance id, if the user started it with one. */
export function findControllerWorkspace(
  instanceId: string,
  sessions: readonly IdeSession[],
): string | undefined {
  return findLeader(instanceId, sessions)?.spec.workspace;
}

/** Returns the session of the controller with this instance id, if the user started it with a debug configuration. */
export function findLeader(
  instanceId: string,
  sessions: readonly IdeSession[],
): IdeSession | undefined {
  return sessions.find(
    ({ metadata, spec }) => isController(spec) && instanceId.startsWith(instanceIdPrefix(metadata)),
  );
}

/** Whether the session is a controller that the user started. */
export function isController({ intent }: SessionSpec): boolean {
  return intent?.kind === 'controller';
}

/** Returns the prefix of the instance ids of a controller session. */
function instanceIdPrefix({ name }: IdeSession['metadata']): string {
  return `${name.slice(0, 8)}-`;
}

/** Wraps the root session of a controller, below which its sessions are shown. */
export function leadingRoot(
  root: RootSession,
  role: ControllerRole,
  groups: ControllerGroups,
): RootSession {
  // Its debug session may open after it was closed.
  const resources = new DisposableStore();
  return {
    adapter: root.adapter,
    async open(restart) {
      const session = await root.open(restart);
      resources.add(groups.lead(role, session));
      return session;
    },
    close(exitCode) {
      resources.dispose();
      root.close(exitCode);
    },
  };
}

/** Wraps the strategy of a controller's program to stop its sessions when its process ends. */
export function endingSessions(
  strategy: RunStrategy,
  { prefix }: ControllerRole,
  { stopSessionsOf }: ControllerRoleOptions,
): RunStrategy {
  return {
    launch: (events) =>
      strategy.launch({
        ...events,
        started(pid) {
          stopSessionsOf(prefix);
          events.started(pid);
        },
      }),
    ...(strategy.prepare && { prepare: strategy.prepare.bind(strategy) }),
    close(outcome) {
      stopSessionsOf(prefix);
      strategy.close?.(outcome);
    },
  };
}

/**
 * Sets the base launch profile of a plan: that of its controller session if it is known, otherwise that of the
 * folder's settings.
 */
export function withBaseProfile(
  plan: LaunchPlan,
  { metadata: { owner } }: IdeSession,
  groups: ControllerGroups,
  set: string,
): LaunchPlan {
  if (plan.kind !== 'project' || plan.profile.kind !== 'base') return plan;
  const controller = owner.kind === 'controller' ? groups.getLeader(owner.instanceId) : undefined;
  const name = controller?.launchProfile ?? (set === '' ? undefined : set);
  return name === undefined ? plan : { ...plan, profile: { kind: 'base', name } };
}

/** Adds the variables of this window to the plan of a controller. */
export function withVariables(plan: ProgramLaunchPlan, role: ControllerRole): ProgramLaunchPlan {
  const environment = { ...plan.program.environment, ...role.variables };
  role.launchProfile = environment[profileVariable];
  return { ...plan, program: { ...plan.program, environment } };
}
