import type * as vscode from 'vscode';
import type { PhaseHistory } from '../../apps/phaseProgress.ts';

const key = 'phases';
/** How many launches are kept. */
const maxLaunches = 50;

type Remembered = Readonly<Record<string, ReturnType<PhaseHistory['last']>>>;

/** Stores the durations of launch phases in the workspace state. */
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
