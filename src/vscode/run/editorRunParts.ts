import type { ProgramLaunchPlan } from '../../launch/launchPlan.ts';
import type { ProgramOptions } from '../../processes/program/program.ts';
import type { ConsoleBudget } from '../debug/consoleBudget.ts';
import type { DebugSessions } from '../debug/debugSessions.ts';
import type { SettingsScope } from '../window/settings.ts';
import type { GroupMember, Membership } from './controllerGroups.ts';

/** Dependencies of a strategy that runs a program in the editor. */
export interface EditorRunParts {
  /** By which the debug sessions of the strategy are recognised. */
  readonly id: string;
  /** Another id for each launch that starts a debug session by itself. */
  readonly newId: () => string;
  readonly plan: ProgramLaunchPlan;
  readonly programOptions: ProgramOptions;
  readonly debugSessions: DebugSessions;
  /** For which the settings are read. */
  readonly scope: SettingsScope;
  /** Takes the run into the group of its controller. */
  readonly join: (member: GroupMember) => Promise<Membership>;
  /** The absolute path of the script that opens a Node program's inspector. */
  readonly preload: string;
  /** What the user adds to the debug configuration. */
  readonly addedProperties: Readonly<Record<string, unknown>>;
  /** Wants the session stopped, as its toolbar does. */
  readonly requestStop: () => void;
  /** Wants the program restarted as it is, as its toolbar does. */
  readonly requestRestart: () => void;
  /** Shows a message to the developer. */
  readonly inform: (message: string) => void;
  /** Paces what the debug console shows. */
  readonly budget: ConsoleBudget;
  /** Whether a controller asked for the session, not the user. */
  readonly isForController: boolean;
}
