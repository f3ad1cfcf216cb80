import { dirname } from 'node:path';
import type { Disposable } from '../../common/disposable.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { findNearestProject } from '../files/nearestProject.ts';
import { type ClientHint, clientHint } from './clientHint.ts';
import type { Projects } from './projects.ts';

/**
 * Evaluates WebAssembly clients while the user sets breakpoints in them, so that the first launch doesn't
 * wait for MSBuild. Other programs are evaluated by their builds.
 */
export class EarlyEvaluations implements Disposable {
  readonly #projects: Pick<Projects, 'runFacts'>;
  readonly #log: Log;
  readonly #evaluated: (client: ClientHint) => void;
  readonly #clients = new Set<string>();
  readonly #abort = new AbortController();

  /** @param evaluated Called with each client that was evaluated. */
  constructor(
    projects: Pick<Projects, 'runFacts'>,
    log: Log,
    evaluated: (client: ClientHint) => void,
  ) {
    this.#projects = projects;
    this.#log = log;
    this.#evaluated = evaluated;
  }

  /**
   * Evaluates the restored client that a source file belongs to, once: the project in the nearest folder up
   * to `root`. Its errors are left to the launch.
   */
  async expect(source: string, root: string): Promise<void> {
    const project = await findNearestProject(dirname(source), root);
    if (project === undefined || this.#clients.has(project)) return;
    const client = await clientHint(project);
    if (client === undefined || this.#clients.has(project)) return;
    this.#clients.add(project);
    try {
      await this.#projects.runFacts(project, this.#abort.signal);
      if (!this.#abort.signal.aborted) this.#evaluated(client);
    } catch (error) {
      this.#log.debug(`${project} can't be evaluated early: ${getMessage(error)}`);
    }
  }

  dispose(): void {
    this.#abort.abort();
  }
}
