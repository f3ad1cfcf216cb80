import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

/** What a start takes: two ends of three pipes, of one that tells of failure, and some for what other threads open. */
const neededForStart = 12;

/**
 * Throws EMFILE or ENFILE if there are too few file descriptors to start a program: Node would fail too,
 * but leave the pipes open that it has made by then.
 */
export function requireSpareDescriptors(): void {
  const files: number[] = [];
  try {
    while (files.length < neededForStart) files.push(openSync(devNull, 'r'));
  } finally {
    for (const file of files) closeSync(file);
  }
}
