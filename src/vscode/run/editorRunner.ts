import type * as vscode from 'vscode';
import { toHumanError } from '../../common/humanError.ts';
import type { Clock } from '../../common/clock.ts';
import type { BrowserLaunchPlan, LaunchPlan, ProjectLaunchPlan } from '../../launch/launchPlan.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import { getMode, type RunMode } from '../../protocol/launchConfigurations.ts';
import { sessionErrors } from '../../sessions/errors.ts';
import { reportSources } from '../../processes/sources/reportSources.ts';
import type { Runner } from '../../sessions/runner.ts';
import type { RunStrategy } from '../../sessions/run/strategy.ts';
import { superviseRun } from '../../sessions/run/supervisor.ts';
import { createAdapterOnlyStrategy } from './adapterOnlyStrategy.ts';
import { createAppStrategy } from './appStrategy.ts';
import { AttachedDebugger } from '../debug/attachedDebugger.ts';
import { ConsoleBudget } from '../debug/consoleBudget.ts';
import { ControllerGroups, type GroupMember, type Membership } from './controllerGroups.ts';
import {
  type ControllerRole,
  controllerRole,
  type ControllerRoleOptions,
  endingSessions,
  leadingRoot,
  withBaseProfile,
  withVariables,
} from './controllerRole.ts';
import type { AppWindow, WindowLaunchOptions } from './editorAppLaunch.ts';
import type { CommonRunOptions, StrategyWindow } from './editorRunOptions.ts';
import { createProgramStrategy } from './programStrategy.ts';
import { type RootSession, StartedRootSession } from '../debug/rootSession.ts';
import { settings, type SettingsScope } from '../window/settings.ts';
import { settingsScope } from '../window/settingsScope.ts';
import type { UserSessions } from '../window/userSessions.ts';

export interface EditorRunnerOptions
  extends ControllerRoleOptions, AppWindow, Pick<StrategyWindow, 'preload'> {
  readonly launchTypes: LaunchTypes;
  readonly clock: Clock;
  readonly userSessions: UserSessions;
  /** Returns the dependencies of launches with the settings of a scope. */
  readonly getLaunchOptions: (scope: SettingsScope) => WindowLaunchOptions;
  /** Requests the stop of a session. */
  readonly requestStop: (name: string) => void;
}

/**
 * Runs sessions as debug sessions of the editor. The host starts the programs if their debugger can attach, or
 * if there is no debugger. An adapter launches them only if it reports their process and exit.
 */
export function createEditorRunner(options: EditorRunnerOptions): Runner {
  const groups = new ControllerGroups(options.debugSessions);
  return {
    run(session, events) {
      const { launchConfiguration } = session.spec;
      // Names are chosen by clients of the API, and can be used again.
      const { uid } = session.metadata;
      const attachable = new AttachedDebugger({
        debugSessions: options.debugSessions,
        clock: options.clock,
        id: uid,
        launchType: launchConfiguration.type,
        scope: () => settingsScope(session, options.launchTypes.plan(session.spec)),
      });
      let ids = 0;
      // Debug sessions of what is over may still end when the next has begun.
      const newId = (): string => `${uid}.${++ids}`;
      const inform = (message: string): void => events.message('info', message);
      return superviseRun({
        mode: getMode(launchConfiguration),
        create: (mode, requestRestart) =>
          createStrategyInMode(
            { session: inMode(session, mode), newId, inform, requestRestart, attachable },
            groups,
            options,
          ),
        events,
        attachable,
      });
    },
  };
}

/** Returns the session with this mode. */
function inMode(session: IdeSession, mode: RunMode): IdeSession {
  if (getMode(session.spec.launchConfiguration) === mode) return session;
  const launchConfiguration = { ...session.spec.launchConfiguration, mode };
  return { ...session, spec: { ...session.spec, launchConfiguration } };
}

/** A requested run. */
interface WantedRun {
  readonly session: IdeSession;
  /** Makes ids by which debug sessions are recognized. */
  readonly newId: () => string;
  readonly inform: (message: string) => void;
  readonly requestRestart: () => void;
  readonly attachable: AttachedDebugger;
}

function createStrategyInMode(
  wanted: WantedRun,
  groups: ControllerGroups,
  options: EditorRunnerOptions,
): RunStrategy {
  const { session } = wanted;
  const asked = options.launchTypes.plan(session.spec);
  const scope = settingsScope(session, asked);
  const plan = withBaseProfile(asked, session, groups, settings.launchProfile.get(scope));
  const join = createJoin(session, groups);
  const { stdErrFile: stderr = '', stdOutFile: stdout = '' } = session.status;
  const budget = new ConsoleBudget(options.clock, { stdout, stderr });
  const id = wanted.newId();
  const opened = (shown: vscode.DebugSession): void => wanted.attachable.showBelow(shown);
  const root = tellingRoot(getRoot(session, id, plan, join, options), opened);
  root.adapter.pace(budget);
  try {
    const role = controllerRole(session, options);
    const dependencies = { ...wanted, id, plan, root, join, role, scope, budget };
    if (role === undefined) return createStrategy(dependencies, options);
    return endingSessions(
      createStrategy(asController(dependencies, role, groups), options),
      role,
      options,
    );
  } catch (error) {
    root.adapter.important(toHumanError(error, sessionErrors.RunNotStarted).localizedMessage);
    root.close(undefined);
    throw error;
  }
}

type Join = (member: GroupMember) => Promise<Membership>;

/** Sessions of the user belong to no group. */
function createJoin({ metadata: { owner } }: IdeSession, groups: ControllerGroups): Join {
  return owner.kind === 'controller'
    ? (member) => groups.join(owner.instanceId, member)
    : () => Promise.resolve({ parent: undefined, leave: () => undefined });
}

function getRoot(
  session: IdeSession,
  id: string,
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

/** Wraps a root session to report its debug session. */
function tellingRoot(
  root: RootSession,
  opened: (session: vscode.DebugSession) => void,
): RootSession {
  return {
    adapter: root.adapter,
    async open(restart) {
      const session = await root.open(restart);
      opened(session);
      return session;
    },
    close: (exitCode) => root.close(exitCode),
  };
}

interface StrategyDependencies extends Omit<WantedRun, 'attachable'> {
  readonly id: string;
  readonly plan: LaunchPlan;
  readonly root: RootSession;
  readonly join: Join;
  readonly budget: ConsoleBudget;
  readonly role: ControllerRole | undefined;
  readonly scope: SettingsScope;
}

function asController(
  dependencies: StrategyDependencies,
  role: ControllerRole,
  groups: ControllerGroups,
): StrategyDependencies {
  const { plan, root } = dependencies;
  return {
    ...dependencies,
    plan: plan.kind === 'program' ? withVariables(plan, role) : plan,
    root: leadingRoot(root, role, groups),
  };
}

function createStrategy(
  dependencies: StrategyDependencies,
  options: EditorRunnerOptions,
): RunStrategy {
  const { budget, id, inform, join, newId, plan, requestRestart, root, scope, session } =
    dependencies;
  const { name, owner } = session.metadata;
  const { debugSessions, preload } = options;
  const { programOptions } = options.getLaunchOptions(scope).host;
  const common: CommonRunOptions = {
    session: { id, newId, scope, budget, isForController: owner.kind === 'controller' },
    actions: { inform, join, requestRestart, requestStop: () => options.requestStop(name) },
    window: { debugSessions, preload, programOptions },
  };
  switch (plan.kind) {
    case 'program':
      return reportSources(
        createProgramStrategy(plan, session.spec, common, root),
        plan,
        options.clock,
      );
    case 'adapter':
      return createAdapterOnlyStrategy(plan, session.spec, common);
    case 'project':
    case 'browser':
      return createApp(plan, dependencies, options);
  }
}

function createApp(
  plan: ProjectLaunchPlan | BrowserLaunchPlan,
  { budget, id, requestRestart, role, root, scope, session }: StrategyDependencies,
  options: EditorRunnerOptions,
): RunStrategy {
  const controller = role && {
    variables: role.variables,
    launchedBy: (profile: string | undefined) => void (role.launchProfile = profile),
  };
  const { name, owner } = session.metadata;
  return createAppStrategy({
    plan,
    session: {
      id,
      name,
      scope,
      budget,
      root,
      owner: { requestedBy: owner.kind, controller },
    },
    actions: { requestRestart, requestStop: () => options.requestStop(name) },
    window: options,
    launchOptions: options.getLaunchOptions(scope),
  });
}
