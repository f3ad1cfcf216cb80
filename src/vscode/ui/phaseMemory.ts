import type * as vscode from 'vscode';
import type { PhaseHistory } from '../../apps/phaseProgress.ts';

const key = 'phases';
/** How many launches are remembered, the latest ones. */
const maxLaunches = 50;

type Remembered = Readonly<Record<string, ReturnType<PhaseHistory['last']>>>;

/** Keeps in the workspace how long the phases of its launches took. */
export class PhaseMemory implements PhaseHistory {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  last(launch: string): ReturnType<PhaseHistory['last']> {
    return this.#all()[launch] ?? {};
  }

  keep(launch: string, durations: ReturnType<PhaseHistory['last']>): void {
    const { [launch]: _, ...others } = this.#all();
    const all = [...Object.entries(others), [launch, durations] as const].slice(-maxLaunches);
    void this.#memory.update(key, Object.fromEntries(all));
  }

  #all(): Remembered {
    return this.#memory.get<Remembered>(key, {});
  }
}
