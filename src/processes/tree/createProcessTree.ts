import { PosixTree } from './posixTree.ts';
import type { ProcessTree, TreeOptions } from './processTree.ts';
import { WindowsTree } from './windowsTree.ts';

/** The tree below `root`, with the process group that `root` leads, if it does. */
export function createProcessTree(root: number, options: TreeOptions): ProcessTree {
  return process.platform === 'win32' ? new WindowsTree(root) : new PosixTree(root, options);
}
