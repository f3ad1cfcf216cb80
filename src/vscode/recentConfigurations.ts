import type * as vscode from 'vscode';
import { debugType } from './debugSessions.ts';

const key = 'recentConfigurations';
const longest = 5;

/** What the user has started lately in this workspace, the latest first. */
export class RecentConfigurations {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  list(): readonly vscode.DebugConfiguration[] {
    return this.#memory
      .get<vscode.DebugConfiguration[]>(key, [])
      .filter(({ name, type }) => type === debugType && typeof name === 'string');
  }

  /** Variables are left out, since they may be secret. */
  async remember(configuration: vscode.DebugConfiguration): Promise<void> {
    const { controller, name, project, request, type, url, launchProfile } = configuration;
    const kept = { type, request, name, controller, project, url, launchProfile };
    const others = this.list().filter((other) => other.name !== name);
    await this.#memory.update(key, [kept, ...others].slice(0, longest));
  }
}
