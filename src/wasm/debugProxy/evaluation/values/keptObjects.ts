import type { Value } from './values.ts';

const prefix = 'dotnet:kept:';

/** Whether an id of the debugger is one of objects that only the relay has. */
export function isKept(objectId: string): boolean {
  return objectId.startsWith(prefix);
}

/** Objects that only the relay has, during a stop, by the ids under which the debugger reads their members. */
export class KeptObjects {
  readonly #members = new Map<string, ReadonlyMap<string, Value>>();
  #last = 0;

  /** Returns the id. It is used once, also by later stops. */
  keep(members: ReadonlyMap<string, Value>): string {
    this.#last += 1;
    const id = `${prefix}${this.#last}`;
    this.#members.set(id, members);
    return id;
  }

  members(objectId: string): ReadonlyMap<string, Value> | undefined {
    return this.#members.get(objectId);
  }

  clear(): void {
    this.#members.clear();
  }
}
