import type { ProgramLaunchPlan } from '../../launch/launchPlan.ts';
import type { ProgramOptions } from '../../processes/program/program.ts';
import type { ConsoleBudget } from '../debug/consoleBudget.ts';
import type { DebugSessions } from '../debug/debugSessions.ts';
import type { SettingsScope } from '../window/settings.ts';
import type { GroupMember, Membership } from './controllerGroups.ts';

/** Dependencies of a strategy that runs a program in the editor. */
export interface EditorRunOptions extends CommonRunOptions {
  readonly plan: ProgramLaunchPlan;
  /** The properties that the user adds to the debug configuration. */
  readonly addedProperties: Readonly<Record<string, unknown>>;
}

/** What strategies in the editor have in common, whatever they run. */
export interface CommonRunOptions {
  readonly session: StrategySession;
  readonly actions: SessionActions;
  readonly window: StrategyWindow;
}

/** The session that a strategy runs. */
export interface StrategySession {
  /** Identifies the debug sessions of the strategy. */
  readonly id: string;
  /** Returns a new id for each launch that starts a debug session itself. */
  readonly newId: () => string;
  /** The scope of the settings. */
  readonly scope: SettingsScope;
  /** Limits the output in the debug console. */
  readonly budget: ConsoleBudget;
  /** Whether a controller requested the session rather than the user. */
  readonly isForController: boolean;
}

/** What a strategy can do to its session. */
export interface SessionActions {
  /** Adds the run to the group of its controller. */
  readonly join: (member: GroupMember) => Promise<Membership>;
  /** Requests the stop of the session. */
  readonly requestStop: () => void;
  /** Requests a restart of the program in its current mode. */
  readonly requestRestart: () => void;
  /** Shows a message to the developer. */
  readonly inform: (message: string) => void;
}

/** What all strategies of a window share. */
export interface StrategyWindow {
  readonly debugSessions: DebugSessions;
  readonly programOptions: ProgramOptions;
  /** The absolute path of the script that opens the inspector of a Node program. */
  readonly preload: string;
}
