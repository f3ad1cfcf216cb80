import type { HumanError } from '../../common/humanError.ts';

/** The variable that contains the name of a program's launch profile. */
export const profileVariable = 'DOTNET_LAUNCH_PROFILE';

/** A launch profile of a project's launchSettings.json. */
export interface LaunchProfile {
  readonly name: string;
  /** The absolute folder of launchSettings.json. */
  readonly settingsFolder: string;
  /** `Project` starts the program of the project, `Executable` another program. */
  readonly commandName: string;
  /** Split by {@link splitCommandLine}. */
  readonly commandLineArgs?: string;
  /** Relative to the folder of the project, or for an `Executable` to that of launchSettings.json. */
  readonly workingDirectory?: string;
  /** The program of an `Executable` profile. */
  readonly executablePath?: string;
  /** The addresses that the server listens on. */
  readonly applicationUrl: readonly string[];
  readonly launchBrowser?: boolean;
  /** The page to open, relative to the server's address. */
  readonly launchUrl?: string;
  readonly environmentVariables: Readonly<Record<string, string>>;
}

/** An entry of `profiles` in launchSettings.json. Errors of an entry don't affect the others. */
export type ProfileEntry =
  | { readonly kind: 'profile'; readonly name: string; readonly profile: LaunchProfile }
  | {
      /** A property has a value of the wrong type. */
      readonly kind: 'broken';
      readonly name: string;
      /** Empty if it is not a string. */
      readonly commandName: string;
      readonly error: HumanError;
    }
  | {
      /** Not an object, for example a string that serves as a comment. */
      readonly kind: 'other';
      readonly name: string;
    };
