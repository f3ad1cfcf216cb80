// Looks for inputs that the parsers take badly: npm run fuzz [seconds]

import { keepFinding, keepInput, readCorpus } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { Fuzzer } from './fuzzer.ts';
import { Random } from './random.ts';
import { targets } from './targets.ts';

const seconds = Number(process.argv[2] ?? 60);
if (!(seconds > 0)) throw new Error('Usage: npm run fuzz [seconds]');

const seed = Date.now();
console.log(`${seconds} s, seed ${seed}`);
const coverage = new Coverage((url) => url.includes('/src/'));
for (const target of targets) {
  const fuzzer = new Fuzzer(target, coverage, new Random(seed), readCorpus(target));
  const end = performance.now() + (seconds * 1000) / targets.length;
  while (performance.now() < end) fuzzer.step();
  for (const input of fuzzer.kept) keepInput(target, input);
  console.log(
    `${target.name}: ${fuzzer.runs} inputs, ${fuzzer.kept.length} reached something new, ${fuzzer.findings.length} were taken badly`,
  );
  for (const { fault, input } of fuzzer.findings.slice(0, 3)) {
    console.log(`${keepFinding(target, input)}\n${fault}`);
    process.exitCode = 1;
  }
}
coverage.dispose();
