import type { Coverage } from './coverage.ts';
import { mutate } from './mutations.ts';
import type { Random } from './random.ts';
import { faultOf, type FuzzTarget } from './target.ts';

/** An input that a target takes badly. */
export interface Finding {
  readonly input: Buffer;
  readonly fault: string;
}

/** So many inputs are tried between two looks at the coverage, which takes longer than they do. */
const batch = 16;

/** Changes inputs again and again, and goes on with those that reach what no other has reached. */
export class Fuzzer {
  readonly #target: FuzzTarget;
  readonly #coverage: Pick<Coverage, 'keep' | 'takeNew'>;
  readonly #random: Random;
  readonly #inputs: Buffer[] = [];
  readonly findings: Finding[] = [];
  /** The inputs that were kept, those that it began with not among them. */
  readonly kept: Buffer[] = [];
  #runs = 0;

  constructor(
    target: FuzzTarget,
    coverage: Pick<Coverage, 'keep' | 'takeNew'>,
    random: Random,
    seeds: readonly Buffer[],
  ) {
    this.#target = target;
    this.#coverage = coverage;
    this.#random = random;
    for (const seed of [Buffer.alloc(0), ...seeds]) {
      this.#run(seed);
      this.#inputs.push(seed);
    }
    coverage.takeNew();
    coverage.keep();
  }

  /** How many inputs were tried. */
  get runs(): number {
    return this.#runs;
  }

  /** Tries a few changed inputs. */
  step(): void {
    const candidates = Array.from({ length: batch }, () => this.#mutated());
    for (const candidate of candidates) this.#run(candidate);
    if (!this.#coverage.takeNew()) return;
    // Once more, one by one, to know which of them it was.
    for (const candidate of candidates) this.#keepIfNew(candidate);
  }

  #mutated(): Buffer {
    const random = this.#random;
    const { words } = this.#target;
    // What was kept last has led farthest.
    const recent = this.#inputs.slice(-8);
    const input = random.pick(random.below(2) === 0 ? recent : this.#inputs);
    return mutate(input, { random, words, other: random.pick(this.#inputs) });
  }

  #keepIfNew(candidate: Buffer): void {
    this.#run(candidate);
    if (!this.#coverage.takeNew()) return;
    this.#coverage.keep();
    this.#inputs.push(candidate);
    this.kept.push(candidate);
  }

  #run(input: Buffer): void {
    this.#runs++;
    const fault = faultOf(this.#target, input);
    const isKnown = this.findings.some(({ input: known }) => known.equals(input));
    if (fault !== undefined && !isKnown) this.findings.push({ input, fault });
  }
}
