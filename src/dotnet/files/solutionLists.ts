import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Lists the projects of a solution. */
export type ListProjects = (path: string, signal?: AbortSignal) => Promise<readonly string[]>;

interface Listed {
  readonly digest: string;
  readonly projects: readonly string[];
}

/** How many solutions are kept. */
const maxSolutions = 1_000;

/** The projects of solutions, which are listed again when their texts have changed. */
export class SolutionLists {
  readonly #list: ListProjects;
  readonly #listed = new Map<string, Listed>();

  constructor(list: ListProjects) {
    this.#list = list;
  }

  /** Rejects as the function that lists them does. */
  async projects(path: string, signal?: AbortSignal): Promise<readonly string[]> {
    const digest = await readDigest(path);
    const known = this.#listed.get(path);
    if (known !== undefined && known.digest === digest) return known.projects;
    const projects = await this.#list(path, signal);
    // The solution may have changed while it was listed.
    if (digest !== undefined && (await readDigest(path)) === digest) {
      if (this.#listed.size >= maxSolutions) this.#listed.clear();
      this.#listed.set(path, { digest, projects });
    }
    return projects;
  }
}

async function readDigest(path: string): Promise<string | undefined> {
  const text = await readFile(path).catch(() => undefined);
  return text && createHash('sha256').update(text).digest('base64');
}
