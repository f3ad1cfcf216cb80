import { toHumanError } from '../common/humanError.ts';
import type { LaunchContext, LaunchPlan, ProgramLaunchPlan } from '../launch/launchPlan.ts';
import { planLaunch } from '../launch/table.ts';
import type { IdeSession } from '../protocol/ideSession.ts';
import type { ProgramOptions } from '../runners/program.ts';
import type { Run, RunEvents, Runner } from '../sessions/runner.ts';
import { AdapterRun } from './adapterRun.ts';
import { EditorAppRun, type EditorLaunchParts } from './appRun.ts';
import { ControllerGroups, type GroupMember, type Membership } from './controllerGroups.ts';
import type { DebugSessions } from './debugSessions.ts';
import { isDebuggerInstalled, whyWithoutDebugger } from './debuggers.ts';
import type { LiveApps } from './liveApps.ts';
import { type EditorRunParts, OwnedRun } from './ownedRun.ts';
import { type RootSession, StartedRootSession } from './rootSession.ts';
import type { UserSessions } from './userSessions.ts';

export interface EditorRunnerOptions {
  readonly launchContext: LaunchContext;
  readonly programOptions: ProgramOptions;
  readonly debugSessions: DebugSessions;
  readonly userSessions: UserSessions;
  readonly launchParts: EditorLaunchParts;
  readonly live: LiveApps;
  /** The absolute path of the script that opens a Node program's inspector. */
  readonly preload: string;
  /** Wants a session stopped. */
  readonly requestStop: (name: string) => void;
}

/** A run of the editor, which can be started anew without an end of its session. */
interface EditorRun extends Run {
  begin(): Promise<void>;
}

const nothingToStop: Run = { stop: () => Promise.resolve() };

/**
 * Runs sessions as debug sessions of the editor. Programs are ours wherever their debugger can attach
 * to them, and where there is no debugger; an adapter launches them only if it reports their process
 * and exit.
 */
export function createEditorRunner(options: EditorRunnerOptions): Runner {
  const groups = new ControllerGroups(options.debugSessions);
  return {
    run(session, events) {
      let root: RootSession | undefined;
      try {
        const plan = planLaunch(session.spec, options.launchContext);
        const join = joinerOf(session, groups);
        root = rootOf(session, plan, join, options);
        const run = createRun({ session, plan, events, root, join }, options);
        void run.begin();
        return run;
      } catch (error) {
        const failure = toHumanError(error, 'RunNotStarted');
        root?.adapter.important(failure.message);
        root?.close(undefined);
        events.failed(failure);
        return nothingToStop;
      }
    },
  };
}

type Join = (member: GroupMember) => Promise<Membership>;

/** What the user started stands by itself. */
function joinerOf({ metadata: { owner } }: IdeSession, groups: ControllerGroups): Join {
  return owner.kind === 'controller'
    ? (member) => groups.join(owner.instanceId, member)
    : () => Promise.resolve({ parent: undefined, leave: () => undefined });
}

function rootOf(
  session: IdeSession,
  plan: LaunchPlan,
  join: Join,
  options: EditorRunnerOptions,
): RootSession {
  const { name } = session.metadata;
  const started = (): RootSession =>
    new StartedRootSession({
      name,
      title: plan.name,
      mode: plan.mode,
      debugSessions: options.debugSessions,
      join,
      requestStop: () => options.requestStop(name),
    });
  return options.userSessions.take(name) ?? started();
}

interface RunParts {
  readonly session: IdeSession;
  readonly plan: LaunchPlan;
  readonly events: RunEvents;
  readonly root: RootSession;
  readonly join: Join;
}

function createRun(parts: RunParts, options: EditorRunnerOptions): EditorRun {
  const { events, plan, root, session } = parts;
  const { name } = session.metadata;
  if (plan.kind !== 'program') return new EditorAppRun({ ...options, name, plan, events, root });
  return createProgramRun(
    {
      name,
      plan,
      events,
      programOptions: options.programOptions,
      debugSessions: options.debugSessions,
      preload: options.preload,
      join: parts.join,
      requestStop: () => options.requestStop(name),
    },
    root,
  );
}

function createProgramRun(parts: EditorRunParts, root: RootSession): EditorRun {
  const { debug, mode } = parts.plan;
  if (mode === 'NoDebug' || debug.kind === 'inspector') return new OwnedRun(parts, root);
  const { type } = debug.configuration;
  if (isDebuggerInstalled(type)) return new AdapterRun(parts, debug.configuration);
  return withoutDebugger(parts, type, root);
}

function withoutDebugger(parts: EditorRunParts, type: string, root: RootSession): OwnedRun {
  const { events, plan } = parts;
  events.message('info', `${plan.name} runs without a debugger: ${whyWithoutDebugger(type)}.`);
  const withoutMode: ProgramLaunchPlan = { ...plan, mode: 'NoDebug' };
  return new OwnedRun({ ...parts, plan: withoutMode }, root);
}
