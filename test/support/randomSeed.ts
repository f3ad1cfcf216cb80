import { randomInt } from 'node:crypto';

/**
 * A seed for a long test, which shows it in its title: a random one, or the one in an environment
 * variable, which repeats a run. Other tests have a fixed seed.
 */
export function randomSeed(variable: string): number {
  return Number(process.env[variable] ?? randomInt(1_000_000_000));
}
