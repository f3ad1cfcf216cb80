// Runs sessions on the built host for a given time: npm run soak -- [minutes] [--write]. It fails
// if the host uses more and more resources. With --write the figures are written into
// BENCHMARKS.md.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseArgs } from 'node:util';
import { updateTable } from '../markdownTable.ts';
import { assertFlat, inWords, tableOfSamples } from './figures.ts';
import { runSoak } from './soak.ts';

const { positionals, values } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const minutes = Number(positionals[0] ?? 60);
if (!(minutes > 0)) throw new Error('Usage: npm run soak -- [minutes] [--write]');

const place = {
  begin: '<!-- Soak, written by `npm run soak -- 60 --write`. -->',
  end: '<!-- End of soak. -->',
};
const document = join(import.meta.dirname, '../../BENCHMARKS.md');

/** How often the figures are printed, in samples. */
const reportInterval = 60;

test(`the host takes no more after ${minutes} minutes`, async (context) => {
  let count = 0;
  const { samples, sessions } = await runSoak(context, minutes * 60_000, (sample) => {
    if (++count % reportInterval === 0) console.log(`After ${count} starts: ${inWords(sample)}.`);
  });
  const what = `${sessions} sessions in ${minutes} minutes, on ${new Date().toISOString().slice(0, 10)}:`;
  const result = `${what}\n\n${tableOfSamples(samples)}`;
  console.log(result);
  if (values.write) {
    const text = await readFile(document, 'utf8');
    await writeFile(
      document,
      updateTable(text, place, () => result),
    );
  }
  assertFlat(samples);
});
