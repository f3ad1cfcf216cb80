import { toHumanError } from '../../common/humanError.ts';
import type { Clock } from '../../common/clock.ts';
import type { BrowserLaunchPlan, LaunchPlan, ProjectLaunchPlan } from '../../launch/launchPlan.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import { modeOf, type RunMode } from '../../protocol/launchConfigurations.ts';
import { sessionErrors } from '../../sessions/errors.ts';
import type { RunEvents, Runner } from '../../sessions/runner.ts';
import { createAdapterOnlyRun } from './adapterOnlyRun.ts';
import { EditorAppRun, type WindowLaunchParts } from './appRun.ts';
import { AttachedDebugger } from '../debug/attachedDebugger.ts';
import { ConsoleBudget } from '../debug/consoleBudget.ts';
import { ControllerGroups, type GroupMember, type Membership } from './controllerGroups.ts';
import {
  type ControllerRole,
  controllerRole,
  type ControllerRoleParts,
  endingSessions,
  leadingRoot,
  withBaseProfile,
  withVariables,
} from './controllerRole.ts';
import type { DebugSessions } from '../debug/debugSessions.ts';
import type { LiveApps } from '../window/liveApps.ts';
import type { EditorRun } from './preparedRun.ts';
import { createProgramRun } from './programRun.ts';
import { type RootSession, StartedRootSession } from '../debug/rootSession.ts';
import { settings, type SettingsScope } from '../window/settings.ts';
import { settingsScope } from '../window/settingsScope.ts';
import { type CreateRun, type ModeRunEvents, SwitchingRun } from './switchingRun.ts';
import type { UserSessions } from '../window/userSessions.ts';

export interface EditorRunnerOptions extends ControllerRoleParts {
  readonly launchTypes: LaunchTypes;
  readonly clock: Clock;
  readonly debugSessions: DebugSessions;
  readonly userSessions: UserSessions;
  /** What launches stand on, by the settings of a scope. */
  readonly partsFor: (scope: SettingsScope) => WindowLaunchParts;
  readonly live: LiveApps;
  /** The absolute path of the script that opens a Node program's inspector. */
  readonly preload: string;
  /** Wants a session stopped. */
  readonly requestStop: (name: string) => void;
}

/**
 * Runs sessions as debug sessions of the editor. Programs are ours wherever their debugger can attach
 * to them, and where there is no debugger; an adapter launches them only if it reports their process
 * and exit.
 */
export function createEditorRunner(options: EditorRunnerOptions): Runner {
  const groups = new ControllerGroups(options.debugSessions);
  return {
    run(session, events) {
      let runs = 0;
      const create: CreateRun = (mode, heard) => {
        // Debug sessions of a run that is over may still end when the next one has begun.
        const id = `${session.metadata.name}.${++runs}`;
        return runInMode({ session: inMode(session, mode), id, events: heard }, groups, options);
      };
      const { launchConfiguration } = session.spec;
      const attached = new AttachedDebugger({
        debugSessions: options.debugSessions,
        clock: options.clock,
        id: session.metadata.name,
        launchType: launchConfiguration.type,
        scope: () => settingsScope(session, options.launchTypes.plan(session.spec)),
      });
      const run = new SwitchingRun(modeOf(launchConfiguration), create, attached, events);
      void run.begin();
      return run;
    },
  };
}

/** A session as it would be if it had asked for this mode. */
function inMode(session: IdeSession, mode: RunMode): IdeSession {
  if (modeOf(session.spec.launchConfiguration) === mode) return session;
  const launchConfiguration = { ...session.spec.launchConfiguration, mode };
  return { ...session, spec: { ...session.spec, launchConfiguration } };
}

/** What is to be run. */
interface WantedRun {
  readonly session: IdeSession;
  /** By which the debug sessions of this run are recognised. */
  readonly id: string;
  readonly events: ModeRunEvents;
}

function runInMode(
  wanted: WantedRun,
  groups: ControllerGroups,
  options: EditorRunnerOptions,
): EditorRun {
  const { session } = wanted;
  const asked = options.launchTypes.plan(session.spec);
  const scope = settingsScope(session, asked);
  const plan = withBaseProfile(asked, session, groups, settings.launchProfile.get(scope));
  const join = joinerOf(session, groups);
  const { stdErrFile: stderr = '', stdOutFile: stdout = '' } = session.status;
  const budget = new ConsoleBudget(options.clock, { stdout, stderr });
  const root = tellingRoot(rootOf(wanted, plan, join, options), wanted.events);
  root.adapter.pace(budget);
  try {
    const role = controllerRole(session, options);
    const parts = { ...wanted, plan, root, join, role, scope, budget };
    return createRun(role ? asController(parts, role, groups, options) : parts, options);
  } catch (error) {
    root.adapter.important(toHumanError(error, sessionErrors.RunNotStarted).message);
    root.close(undefined);
    throw error;
  }
}

type Join = (member: GroupMember) => Promise<Membership>;

/** What the user started stands by itself. */
function joinerOf({ metadata: { owner } }: IdeSession, groups: ControllerGroups): Join {
  return owner.kind === 'controller'
    ? (member) => groups.join(owner.instanceId, member)
    : () => Promise.resolve({ parent: undefined, leave: () => undefined });
}

function rootOf(
  { id, session }: WantedRun,
  plan: LaunchPlan,
  join: Join,
  options: EditorRunnerOptions,
): RootSession {
  const { name } = session.metadata;
  const started = (): RootSession =>
    new StartedRootSession({
      id,
      title: plan.name,
      mode: plan.mode,
      debugSessions: options.debugSessions,
      join,
      requestStop: () => options.requestStop(name),
    });
  return options.userSessions.take(name) ?? started();
}

/** A root session that tells of its debug session. */
function tellingRoot(root: RootSession, events: ModeRunEvents): RootSession {
  return {
    adapter: root.adapter,
    async open(restart) {
      const session = await root.open(restart);
      events.shown(session);
      return session;
    },
    close: (exitCode) => root.close(exitCode),
  };
}

interface RunParts extends Omit<WantedRun, 'events'> {
  readonly events: RunEvents;
  readonly plan: LaunchPlan;
  readonly root: RootSession;
  readonly join: Join;
  readonly budget: ConsoleBudget;
  readonly role: ControllerRole | undefined;
  readonly scope: SettingsScope;
}

function asController(
  parts: RunParts,
  role: ControllerRole,
  groups: ControllerGroups,
  options: EditorRunnerOptions,
): RunParts {
  const { events, plan, root } = parts;
  return {
    ...parts,
    plan: plan.kind === 'program' ? withVariables(plan, role) : plan,
    events: endingSessions(events, role, options),
    root: leadingRoot(root, role, groups),
  };
}

function createRun(parts: RunParts, options: EditorRunnerOptions): EditorRun {
  const { events, id, plan, root, scope, session } = parts;
  const { name } = session.metadata;
  const common = {
    id,
    events,
    programOptions: options.partsFor(scope).host.programOptions,
    scope,
    debugSessions: options.debugSessions,
    preload: options.preload,
    join: parts.join,
    budget: parts.budget,
    requestStop: () => options.requestStop(name),
    isForController: session.metadata.owner.kind === 'controller',
  };
  switch (plan.kind) {
    case 'program':
      return createProgramRun(plan, session.spec, common, root);
    case 'adapter':
      return createAdapterOnlyRun(plan, session.spec, common);
    case 'project':
    case 'browser':
      return createAppRun(plan, parts, options);
  }
}

function createAppRun(
  plan: ProjectLaunchPlan | BrowserLaunchPlan,
  { budget, events, id, role, root, scope, session }: RunParts,
  options: EditorRunnerOptions,
): EditorRun {
  const controller = role && {
    variables: role.variables,
    launchedBy: (profile: string | undefined) => void (role.launchProfile = profile),
  };
  return new EditorAppRun({
    ...options,
    launchParts: options.partsFor(scope),
    owner: { requestedBy: session.metadata.owner.kind, controller },
    id,
    plan,
    events,
    root,
    scope,
    budget,
  });
}
