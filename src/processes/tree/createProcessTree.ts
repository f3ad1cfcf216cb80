import { PosixTree } from './posixTree.ts';
import type { ProcessTree, TreeOptions } from './processTree.ts';
import { WindowsTree } from './windowsTree.ts';

/** Creates the tree of `root`, including its process group if it leads one. */
export function createProcessTree(root: number, options: TreeOptions): ProcessTree {
  return process.platform === 'win32' ? new WindowsTree(root) : new PosixTree(root, options);
}
