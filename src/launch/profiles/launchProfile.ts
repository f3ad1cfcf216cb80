import type { HumanError } from '../../common/humanError.ts';

/** The variable that tells a program the name of the launch profile that it runs by. */
export const profileVariable = 'DOTNET_LAUNCH_PROFILE';

/** One way to start a project, as its launch settings have it. */
export interface LaunchProfile {
  readonly name: string;
  /** The absolute folder of the launch settings. */
  readonly settingsFolder: string;
  /** What starts it: `Project` for the project's own program, `Executable` for another one. */
  readonly commandName: string;
  /** One string that {@link splitCommandLine} splits. */
  readonly commandLineArgs?: string;
  /** Relative to the project's folder, or for an `Executable` to that of the launch settings. */
  readonly workingDirectory?: string;
  /** What an `Executable` profile starts. */
  readonly executablePath?: string;
  /** The addresses that the server is to listen at. */
  readonly applicationUrl: readonly string[];
  readonly launchBrowser?: boolean;
  /** The page to open, relative to the server's address. */
  readonly launchUrl?: string;
  readonly environmentVariables: Readonly<Record<string, string>>;
}

/** An entry of the launch settings' `profiles`. What is wrong with one concerns no other. */
export type ProfileEntry =
  | { readonly kind: 'profile'; readonly name: string; readonly profile: LaunchProfile }
  | {
      /** A property has a value of the wrong type. */
      readonly kind: 'broken';
      readonly name: string;
      /** Empty unless it is a string. */
      readonly commandName: string;
      readonly error: HumanError;
    }
  | {
      /** Not an object, like a comment in a string. */
      readonly kind: 'other';
      readonly name: string;
    };
