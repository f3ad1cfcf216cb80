import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { systemClock, withTimeout } from '../../../../src/common/clock.ts';
import type { Stop } from '../debugView.ts';

/** How long any request at a stop may take, in milliseconds. */
const answerLimit = 120_000;

/** What a user sees of a stop. */
export interface Seen {
  readonly frameId: number;
  /** The file and the line, as in `Walk.razor:31`. */
  readonly place: string;
  /** Integers among the variables of the innermost frame, by name. */
  readonly numbers: ReadonlyMap<string, string>;
}

interface RawFrame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source?: { readonly path?: string; readonly name?: string };
}

/** Requests what the editor shows of stops and measures the time. */
export class StopLook {
  /** In milliseconds: stack, scopes and variables of each stop. */
  readonly times: number[] = [];

  /** Throws if the stop has no stack, shows WebAssembly, or has no scopes, or if a request is not answered. */
  async at({ session, threadId }: Stop): Promise<Seen> {
    const begun = performance.now();
    const ask = <T>(what: string, args: object): Promise<T> => this.#ask({ session, what, args });
    const { stackFrames } = await ask<{ stackFrames: readonly RawFrame[] }>('stackTrace', {
      threadId,
    });
    const [top] = stackFrames;
    assert.ok(top !== undefined, 'a stop without frames');
    const names = stackFrames.map(({ name, source }) => `${name} ${source?.name ?? ''}`);
    assert.deepEqual(
      names.filter((name) => /\.(wasm|wat)$/.test(name)),
      [],
      'frames of WebAssembly',
    );
    const { scopes } = await ask<{
      scopes: readonly { variablesReference: number; expensive: boolean }[];
    }>('scopes', { frameId: top.id });
    const numbers = new Map<string, string>();
    for (const { variablesReference } of scopes.filter(({ expensive }) => !expensive)) {
      const { variables } = await ask<{ variables: readonly { name: string; value: string }[] }>(
        'variables',
        { variablesReference },
      );
      for (const { name, value } of variables) if (/^-?\d+$/.test(value)) numbers.set(name, value);
    }
    assert.ok(scopes.length > 0, `no scopes at ${names[0]}`);
    this.times.push(performance.now() - begun);
    const path = top.source?.path ?? top.source?.name ?? '';
    return { frameId: top.id, place: `${basename(path)}:${top.line}`, numbers };
  }

  /** Evaluates an expression in a frame; `undefined` if it fails. Throws if there is no answer in time. */
  async evaluate({ session }: Stop, { frameId }: Seen, expression: string) {
    const args = { expression, frameId, context: 'watch' };
    const answering = this.#ask<{ result: string }>({ session, what: 'evaluate', args });
    return answering.then(
      ({ result }) => result,
      (error: unknown) => {
        if (error instanceof assert.AssertionError) throw error;
        return undefined;
      },
    );
  }

  async #ask<T>({
    args,
    session,
    what,
  }: {
    session: Stop['session'];
    what: string;
    args: object;
  }): Promise<T> {
    const late = Symbol(what);
    const answering = session.customRequest(what, args) as Promise<T>;
    const answer = await withTimeout<T, symbol>(systemClock, answerLimit, answering, late);
    assert.ok(answer !== late, `${what} was not answered within ${answerLimit / 1_000} s`);
    return answer as T;
  }
}
