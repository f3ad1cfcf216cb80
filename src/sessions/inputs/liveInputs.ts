import { Emitter } from '../../common/emitter.ts';

/** An input that is different from what it was. */
export interface InputChange {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'removed';
}

/** What was noticed about a launch's inputs. */
export interface InputChanges {
  /** Those whose contents are others than at the last report. */
  readonly changes: readonly InputChange[];
  /** Those whose contents are others than those that the program has. */
  readonly outOfDate: ReadonlySet<string>;
}

/** Returns changes together with later ones: one for each path. */
export function mergeChanges(
  earlier: readonly InputChange[],
  later: readonly InputChange[],
): readonly InputChange[] {
  const kinds = new Map(earlier.map(({ kind, path }) => [path, kind]));
  for (const { kind, path } of later) kinds.set(path, mergeKinds(kinds.get(path), kind));
  return [...kinds].map(([path, kind]) => ({ path, kind }));
}

function mergeKinds(
  earlier: InputChange['kind'] | undefined,
  later: InputChange['kind'],
): InputChange['kind'] {
  if (earlier === 'added' && later === 'changed') return 'added';
  return earlier === 'removed' && later === 'added' ? 'changed' : later;
}

/** Connects the watch of a launch's inputs with what brings the running program up to date. */
export class LiveInputs {
  readonly #noticed = new Emitter<InputChanges>();
  readonly #taken = new Emitter<readonly string[]>();

  /** Fires when inputs have changed. */
  readonly onNoticed = this.#noticed.event;
  /** Fires with inputs of which the program has the present contents. */
  readonly onTaken = this.#taken.event;

  noticed(changes: InputChanges): void {
    this.#noticed.fire(changes);
  }

  taken(paths: readonly string[]): void {
    this.#taken.fire(paths);
  }
}
