import type { FileContents, PathState } from './fileContents.ts';
import type { InputChange } from './liveInputs.ts';
import type { RunInputs } from './runInputs.ts';

/** The content of a file that was written after the launch began to read it. It equals no other. */
const unknown = 'unknown';

/** What the inputs of a launch contained when it read them, and which of them are different now. */
export class InputBaseline {
  readonly #contents: FileContents;
  readonly #readSince: number;
  readonly #isOutput: (file: string) => boolean;
  /** The content of each file; none if it did not exist. */
  readonly #read = new Map<string, string>();
  readonly #changed = new Set<string>();
  /** The latest content of each file that was compared. */
  readonly #latest = new Map<string, string | undefined>();
  readonly #noticed = new Map<string, InputChange['kind']>();
  #revision = 0;

  constructor(
    contents: FileContents,
    { isOutput, readSince }: Pick<RunInputs, 'isOutput' | 'readSince'>,
    now: Date,
  ) {
    this.#contents = contents;
    this.#readSince = (readSince ?? now).getTime();
    this.#isOutput = isOutput ?? (() => false);
  }

  get changed(): ReadonlySet<string> {
    return this.#changed;
  }

  /** Grows with every change of {@link changed}. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether a file was read, or has been added since. Its folder may be gone. */
  has(file: string): boolean {
    return this.#read.has(file) || this.#changed.has(file);
  }

  /** Records a file as the launch has read it. One that was written since counts as changed. */
  async record(file: string): Promise<void> {
    const state = await this.#contents.state(file);
    if (state.kind !== 'file') return;
    // The clock has whole milliseconds.
    const isWritten = !this.#isOutput(file) && Math.floor(state.changed) > this.#readSince;
    this.#read.set(file, isWritten ? unknown : await state.read());
    if (!isWritten) return;
    this.#noticed.set(file, 'changed');
    this.#mark(file, true);
  }

  /** Compares a file with what the launch has read. */
  async compare(file: string, state: PathState): Promise<void> {
    const present = state.kind === 'file' ? await state.read() : undefined;
    this.#note(file, present);
    this.#mark(file, present !== this.#read.get(file));
  }

  /** The program has a file as it is now. */
  async take(file: string): Promise<void> {
    const state = await this.#contents.state(file);
    const present = state.kind === 'file' ? await state.read() : undefined;
    if (present === undefined) this.#read.delete(file);
    else this.#read.set(file, present);
    this.#note(file, present);
    this.#mark(file, false);
  }

  /** Returns the files whose contents are others than at the last call. */
  takeNoticed(): readonly InputChange[] {
    const noticed = [...this.#noticed].map(([path, kind]) => ({ path, kind }));
    this.#noticed.clear();
    return noticed;
  }

  #note(file: string, present: string | undefined): void {
    const before = this.#latest.has(file) ? this.#latest.get(file) : this.#read.get(file);
    this.#latest.set(file, present);
    if (before === present) return;
    const kind = before === undefined ? 'added' : 'changed';
    this.#noticed.set(file, present === undefined ? 'removed' : kind);
  }

  #mark(file: string, isChanged: boolean): void {
    if (this.#changed.has(file) === isChanged) return;
    if (isChanged) this.#changed.add(file);
    else this.#changed.delete(file);
    this.#revision++;
  }
}
