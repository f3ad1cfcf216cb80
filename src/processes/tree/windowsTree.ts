import { execFile } from 'node:child_process';
import type { ProcessTree } from './processTree.ts';
import { sendSignal } from './sendSignal.ts';

/** The tree as taskkill knows it, which needs its root to be alive. */
export class WindowsTree implements ProcessTree {
  readonly #root: number;

  constructor(root: number) {
    this.#root = root;
  }

  /** It is asked with all that it has started. */
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

  /** All are asked at once. */
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
