import { homedir } from 'node:os';
import type { Clock } from '../../common/clock.ts';
import { deferred } from '../../common/deferred.ts';
import type { HumanError } from '../../common/humanError.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { runProgram } from '../../processes/program/program.ts';
import type { Watchdog } from '../../processes/watchdog/watchdog.ts';
import type { Run } from '../../sessions/runner.ts';
import { browserErrors } from '../errors.ts';
import { browserFlags, type BrowserFlagOptions, type HeadlessChoice } from './browserFlags.ts';
import type { FoundBrowser } from './browsers.ts';
import { type BrowserProfileChoice, openProfile, type Profile } from './profile.ts';
import { StartOutput } from './startOutput.ts';
import type { DisplayEnvironment } from './displayEnvironment.ts';

/** How to start a browser for one session. */
export interface BrowserPlan {
  readonly browser: FoundBrowser;
  readonly profile: BrowserProfileChoice;
  readonly headless: HeadlessChoice;
  /** The user's arguments. */
  readonly extraArguments: readonly string[];
  /** The complete environment. Secret: never shown. */
  readonly environment: Readonly<Record<string, string>>;
  readonly display: DisplayEnvironment;
}

export interface BrowserOptions {
  readonly clock: Clock;
  readonly watchdog: Watchdog;
  readonly log: Log;
  /** How long the browser may take to enable DevTools, in milliseconds. */
  readonly startTimeout: number;
  /** How long a browser may take to exit before it is killed, in milliseconds. */
  readonly grace: () => number;
  /** Aborted to cancel the start. */
  readonly unwanted?: AbortSignal;
}

/** How the process of a browser ended: with an exit code, if it is known, or without having started. */
export type ProgramEnd =
  | { readonly kind: 'exited'; readonly exitCode: number | undefined }
  | { readonly kind: 'failed'; readonly error: HumanError };

/** The process of a browser and its profile. */
export class BrowserProgram {
  readonly profile: Profile;
  readonly output = new StartOutput();
  readonly #log: Log;
  readonly #run: Run;
  readonly #started = deferred<number | undefined>();
  readonly #ended = deferred<ProgramEnd>();
  readonly #cleaned: Promise<void>;

  /** Starts a browser with a page. Throws a HumanError if its profile can't be used. */
  static async start(
    plan: BrowserPlan,
    flags: Pick<BrowserFlagOptions, 'devTools' | 'page'>,
    options: BrowserOptions,
  ): Promise<BrowserProgram> {
    const { executable } = plan.browser;
    const profile = await openProfile(plan.profile, executable, homedir(), options.watchdog);
    return new BrowserProgram(plan, profile, flags, options);
  }

  private constructor(
    plan: BrowserPlan,
    profile: Profile,
    flags: Pick<BrowserFlagOptions, 'devTools' | 'page'>,
    options: BrowserOptions,
  ) {
    this.profile = profile;
    this.#log = options.log;
    const { executable } = plan.browser;
    const profileFlags = { profileFolder: profile.folder, profileKind: profile.kind };
    const args = browserFlags({ ...plan, ...profileFlags, ...flags }, plan.display);
    const { temporaryFolder } = profile;
    const environment = {
      ...plan.environment,
      ...(temporaryFolder !== undefined && { TMPDIR: temporaryFolder }),
    };
    // Files that a browser leaves in its working directory are removed with its profile.
    const program = { command: executable, args, workingDirectory: profile.folder, environment };
    this.#run = runProgram(program, options, {
      started: (pid) => this.#started.resolve(pid),
      output: (stream, chunk) => {
        if (stream === 'stderr') this.output.add(chunk);
      },
      ended: (exitCode) => this.#end({ kind: 'exited', exitCode }),
      failed: (error) => this.#end({ kind: 'failed', error: notExecutable(executable, error) }),
    });
    this.#cleaned = this.#clean();
  }

  /** Resolves to the pid; to `undefined` if it could not be started. */
  get pid(): Promise<number | undefined> {
    return this.#started.promise;
  }

  /** Resolves when all processes of the browser have ended. */
  get ended(): Promise<ProgramEnd> {
    return this.#ended.promise;
  }

  /** Resolves when temporary files are removed too. */
  get cleaned(): Promise<void> {
    return this.#cleaned;
  }

  /** Ends all processes of the browser, even during its start, and resolves after the cleanup. */
  async end(): Promise<void> {
    await this.#run.stop();
    await this.#cleaned;
  }

  #end(end: ProgramEnd): void {
    this.#started.resolve(undefined);
    this.#ended.resolve(end);
  }

  async #clean(): Promise<void> {
    await this.#ended.promise;
    await this.profile.release().catch((error: unknown) => {
      this.#log.warn(`A browser's profile folder can't be removed: ${getMessage(error)}`);
    });
  }
}

/** Converts an error of a program to that of a browser. */
function notExecutable(executable: string, { code }: HumanError): HumanError {
  return browserErrors.BrowserNotExecutable({ executable, code });
}
