import assert from 'node:assert/strict';
import { renderTable } from '../markdownTable.ts';
import { quantile } from '../bench/support/results.ts';

/** A host's resources at one time. */
export interface Sample {
  /** Resident memory, in MiB. */
  readonly memory: number;
  readonly descriptors: number;
  readonly threads: number;
  /** In its temporary folder. */
  readonly files: number;
}

export type Figure = keyof Sample;

const names: Readonly<Record<Figure, string>> = {
  memory: 'resident memory in MiB',
  descriptors: 'file descriptors',
  threads: 'threads',
  files: 'files of session logs',
};

/**
 * How much more each may be at the end than at the beginning, since the number of running programs
 * varies.
 */
const spare: Readonly<Record<Figure, number>> = {
  memory: 96,
  descriptors: 24,
  threads: 2,
  files: 60,
};

const figures = Object.keys(names) as Figure[];

/** A sample in one line. */
export function inWords(sample: Sample): string {
  return figures.map((figure) => `${names[figure]} ${sample[figure].toFixed(0)}`).join(', ');
}

/** The medians of a run's second quarter, when everything has been used once, and of its last. */
export function beginAndEnd(
  samples: readonly Sample[],
  figure: Figure,
): readonly [begin: number, end: number] {
  const quarter = Math.floor(samples.length / 4);
  const median = (some: readonly Sample[]): number =>
    quantile(
      some.map((sample) => sample[figure]),
      0.5,
    );
  return [median(samples.slice(quarter, 2 * quarter)), median(samples.slice(-quarter))];
}

/** Throws if anything has grown. */
export function assertFlat(samples: readonly Sample[]): void {
  for (const figure of figures) {
    const [begin, end] = beginAndEnd(samples, figure);
    assert.ok(end <= begin + spare[figure], `${names[figure]}: ${begin} became ${end}`);
  }
}

/** A Markdown table of the host's resources. */
export function tableOfSamples(samples: readonly Sample[]): string {
  const rows = figures.map((figure) => {
    const most = Math.max(...samples.map((sample) => sample[figure]));
    return [names[figure], ...[...beginAndEnd(samples, figure), most].map((one) => one.toFixed(0))];
  });
  return renderTable(['what', 'second quarter', 'last quarter', 'most'], rows);
}
