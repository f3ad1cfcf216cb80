import { execFile } from 'node:child_process';
import type { ProcessTree } from './processTree.ts';
import { sendSignal } from './sendSignal.ts';

/** A tree that is ended by taskkill, which requires the root to be alive. */
export class WindowsTree implements ProcessTree {
  readonly #root: number;

  constructor(root: number) {
    this.#root = root;
  }

  /** taskkill asks the whole tree. */
  askRoot(): Promise<void> {
    return Promise.resolve();
  }

  isRootAlive(): Promise<boolean> {
    return Promise.resolve(false);
  }

  look(): Promise<void> {
    return Promise.resolve();
  }

  terminate(): Promise<void> {
    return this.#taskkill();
  }

  /** All processes are asked at once. */
  isLateAlive(): boolean {
    return false;
  }

  kill(): Promise<void> {
    return this.#taskkill('/f');
  }

  isAlive(): Promise<boolean> {
    return Promise.resolve(sendSignal(this.#root, 0));
  }

  #taskkill(...options: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      execFile('taskkill', ['/pid', String(this.#root), '/t', ...options], () => resolve());
    });
  }
}
