import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

/** The file descriptors of a start: both ends of three pipes and of one for errors, and a reserve for other threads. */
const neededForStart = 12;

/**
 * Throws EMFILE or ENFILE if there are too few file descriptors to start a program. Node would fail too, but
 * leak the pipes that it has already created.
 */
export function requireSpareDescriptors(): void {
  const files: number[] = [];
  try {
    while (files.length < neededForStart) files.push(openSync(devNull, 'r'));
  } finally {
    for (const file of files) closeSync(file);
  }
}
