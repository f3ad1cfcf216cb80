import { join } from 'node:path';
import { toHumanError } from '../../common/humanError.ts';
import type { ProgramBuild, ProgramLaunchPlan, ProgramPlan } from '../../launch/launchPlan.ts';
import type { Run, RunEvents } from '../../sessions/runner.ts';
import { runBuildStep } from './buildStep.ts';
import { runnerErrors } from '../errors.ts';
import { type ProgramEvents, type ProgramOptions, runProgram } from '../program/program.ts';
import { makeWatchedFolder, type WatchedFolder } from '../watchdog/watchedFolder.ts';

/** The events of a program that may have to be built. */
export interface BuiltProgramEvents extends ProgramEvents, Pick<RunEvents, 'waiting'> {
  /** Output of the build. */
  note(text: string): void;
}

/** Runs a program as a child process, after building it if its plan contains a build. */
export function runBuiltProgram(
  plan: Pick<ProgramLaunchPlan, 'program' | 'build'>,
  options: ProgramOptions,
  events: BuiltProgramEvents,
): Run {
  const { build, program } = plan;
  if (build === undefined) return runProgram(program, options, events);
  const built = new BuiltProgram(program, options, events);
  void built.begin(build);
  return built;
}

/** A build followed by its program. */
class BuiltProgram implements Run {
  readonly #plan: ProgramPlan;
  readonly #options: ProgramOptions;
  readonly #events: BuiltProgramEvents;
  readonly #abort = new AbortController();
  #run: Run | undefined;
  #folder: WatchedFolder | undefined;

  constructor(plan: ProgramPlan, options: ProgramOptions, events: BuiltProgramEvents) {
    this.#plan = plan;
    this.#options = options;
    this.#events = events;
  }

  async begin(build: ProgramBuild): Promise<void> {
    const { signal } = this.#abort;
    try {
      this.#events.waiting();
      const executable = await this.#build(build);
      signal.throwIfAborted();
      this.#start({ ...this.#plan, command: executable, args: build.programArgs });
    } catch (error) {
      await this.#folder?.remove();
      if (signal.aborted) this.#events.ended(undefined);
      else this.#events.failed(toHumanError(error, runnerErrors.ProgramNotBuilt));
    }
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#run?.stop();
  }

  /** Resolves to the absolute path of the executable. */
  async #build({ args, output }: ProgramBuild): Promise<string> {
    const run = (all: readonly string[]): Promise<void> =>
      runBuildStep(
        { ...this.#plan, args: all },
        this.#options,
        (text) => this.#events.note(text),
        this.#abort.signal,
      );
    if ('path' in output) {
      await run(args);
      return output.path;
    }
    this.#folder = await makeWatchedFolder('ide-session-build-', this.#options.watchdog);
    const path = join(this.#folder.path, output.name);
    const [command = '', ...rest] = args;
    await run([command, output.option, path, ...rest]);
    return path;
  }

  #start(plan: ProgramPlan): void {
    const over = async (tell: () => void): Promise<void> => {
      await this.#folder?.remove();
      tell();
    };
    const events = this.#events;
    this.#run = runProgram(plan, this.#options, {
      started: (pid) => events.started(pid),
      output: (stream, chunk) => events.output(stream, chunk),
      message: (level, text) => events.message?.(level, text),
      ended: (exitCode) => void over(() => events.ended(exitCode)),
      failed: (error) => void over(() => events.failed(error)),
    });
  }
}
