import { basename, dirname, join } from 'node:path';
import { makeWatchedFolder } from '../../processes/watchdog/watchedFolder.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import { toText, WholeLines } from '../../common/wholeLines.ts';
import { type BuildOptions, isRestorable, runBuild } from './build.ts';
import type { BuildGroup } from './buildGroups.ts';
import { type BuildIssue, parseIssues } from './buildIssues.ts';
import type { BuildListener, BuildPlan, BuildResult } from './buildPlan.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { readEvaluation } from '../evaluate/evaluationTarget.ts';
import { generatedFile, readMark, writeGenerated } from '../evaluate/generatedProject.ts';
import { pathKey } from '../files/projectFile.ts';
import { getProjects, type Restores } from './restores.ts';
import { togetherProject, withItsProject } from './togetherProject.ts';

/** The outcome of one build of a run. */
export type TogetherOutcome =
  | BuildResult
  /** The run did not report enough: the build has to be repeated, possibly in a separate run. */
  | { readonly kind: 'again'; readonly alone: boolean };

/** One of the builds of a run. */
export interface TogetherBuild extends BuildListener {
  readonly plan: BuildPlan;
  /** The evaluation of the built project. Called before `ended`, if the project supports it. */
  evaluated(evaluation: Evaluation): void;
  /** The build has ended; others may continue. Called once and awaited. */
  ended(outcome: TogetherOutcome): Promise<void>;
}

/** Dependencies of builds that share a run. */
export interface TogetherOptions extends BuildOptions {
  readonly restores: Restores;
}

/**
 * Runs the builds of one group in parallel in one run of MSBuild, which builds shared references once. All
 * builds receive the whole output. Resolves when all have ended. The signal stops all of them. Rejects with
 * a HumanError if no SDK can be started.
 */
export async function buildTogether(
  builds: readonly TogetherBuild[],
  group: BuildGroup,
  options: TogetherOptions,
  signal: AbortSignal,
): Promise<void> {
  const folder = await makeWatchedFolder('ide-session-host-build-', options.watchdog);
  try {
    await new TogetherRun(builds, group, options, folder.path).run(signal);
  } finally {
    await folder.remove();
  }
}

class TogetherRun {
  readonly #builds: readonly TogetherBuild[];
  readonly #group: BuildGroup;
  readonly #options: TogetherOptions;
  readonly #folder: string;
  /** The prefix of lines for the host. Programs can't know it. */
  readonly #mark: string;
  readonly #restored = new Set<TogetherBuild>();
  readonly #unmarked: Set<TogetherBuild>;
  readonly #marked: Promise<void>[] = [];
  #output = '';

  constructor(
    builds: readonly TogetherBuild[],
    group: BuildGroup,
    options: TogetherOptions,
    folder: string,
  ) {
    this.#builds = builds;
    this.#group = group;
    this.#options = options;
    this.#folder = folder;
    this.#mark = basename(folder);
    this.#unmarked = new Set(builds);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#findRestored();
    await this.#writeProject();
    await this.#runBuild(signal);
    await Promise.all(this.#marked);
    if (!signal.aborted) return this.#endUnmarked();
    for (const build of this.#unmarked) await build.ended({ kind: 'stopped', issues: [] });
  }

  async #findRestored(): Promise<void> {
    const { restores } = this.#options;
    await Promise.all(
      this.#builds.map(async (build) => {
        if (!(await restores.isCurrent(build.plan))) this.#restored.add(build);
      }),
    );
  }

  async #writeProject(): Promise<void> {
    const restored = new Set([...this.#restored].map(({ plan }) => plan.project));
    const files = togetherProject({
      plans: this.#builds.map(({ plan }) => plan),
      restored: [...restored],
      responseFile: this.#group.responseFile,
      mark: this.#mark,
    });
    await writeGenerated(files, this.#folder);
  }

  async #runBuild(signal: AbortSignal): Promise<void> {
    const lines = { stdout: new WholeLines(), stderr: new WholeLines() };
    const run = {
      file: join(this.#folder, generatedFile),
      folder: this.#startFolder,
      settings: this.#group.settings,
      options: this.#restored.size === 0 ? ['--no-restore'] : [],
    };
    await runBuild(
      run,
      this.#options,
      (stream, chunk) => this.#read(stream, lines[stream].push(chunk).map(toText).join('')),
      signal,
    );
    this.#read('stdout', toText(lines.stdout.flush()));
    this.#read('stderr', toText(lines.stderr.flush()));
  }

  /** All folders of the projects select the same SDK. */
  get #startFolder(): string {
    return this.#group.settings.folder ?? dirname(this.#builds[0]?.plan.project ?? this.#folder);
  }

  #read(stream: OutputStream, text: string): void {
    const others: string[] = [];
    for (const line of text.split(/(?<=\n)/)) {
      const mark = readMark(line, this.#mark);
      const build = mark && this.#builds[mark.index];
      if (mark === undefined || build === undefined) {
        others.push(withItsProject(line, this.#mark));
      } else if (mark.kind === 'evaluated') {
        const evaluation = readEvaluation(mark.answer);
        if (evaluation !== undefined) build.evaluated(evaluation);
      } else this.#marked.push(this.#endMarked(build, mark.kind === 'succeeded'));
    }
    const rest = others.join('');
    this.#output += rest;
    if (rest === '') return;
    for (const build of this.#builds) build.output(stream, Buffer.from(rest));
  }

  async #endMarked(build: TogetherBuild, succeeded: boolean): Promise<void> {
    this.#unmarked.delete(build);
    const issues = await this.#getIssues(build);
    if (succeeded) {
      return build.ended({ kind: 'succeeded', issues });
    }
    const needsRestore = issues.some(isRestorable);
    if (needsRestore) this.#options.restores.forget(build.plan);
    const isExplained = issues.some(isError) && !needsRestore;
    await build.ended(
      isExplained
        ? { kind: 'failed', issues, output: this.#output }
        : { kind: 'again', alone: true },
    );
  }

  /** Ends builds that the run did not reach because a restore, or MSBuild itself, has failed. */
  async #endUnmarked(): Promise<void> {
    const wrong = new Set<TogetherBuild>();
    for (const build of this.#unmarked) {
      if ((await this.#getIssues(build)).some(isError)) wrong.add(build);
    }
    for (const build of this.#unmarked) {
      await build.ended({ kind: 'again', alone: wrong.size === 0 || wrong.has(build) });
    }
  }

  /** Returns the issues of a project and its references. */
  async #getIssues({ plan: { project } }: TogetherBuild): Promise<readonly BuildIssue[]> {
    const projects = new Set(((await getProjects(project)) ?? [project]).map(pathKey));
    return parseIssues(
      this.#output,
      this.#startFolder,
      (issue) => issue.project !== undefined && projects.has(pathKey(issue.project)),
    );
  }
}

function isError({ severity }: BuildIssue): boolean {
  return severity === 'error';
}
