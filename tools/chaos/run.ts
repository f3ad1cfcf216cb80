import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../fixtures/temporaryFolder.ts';
import { until } from '../fixtures/waiting.ts';
import { ChaosHost } from './host.ts';
import { writeChaosPrograms } from './programs.ts';
import { ChaosRound } from './round.ts';

const controllerCount = 3;
/**
 * Descriptors that a host may have open in addition to those before the first round, such as kept
 * connections.
 */
const spareDescriptors = 20;
/** How much more memory it may use than after the first rounds, in MiB. */
const spareMemory = 16;
const firstRounds = 3;

/**
 * Runs real sessions under random faults, a round for each seed. After each round nothing is left
 * behind and nothing was lost silently. Returns how long the host took to end afterwards, in
 * milliseconds.
 */
export async function runChaos(context: TestContext, seeds: Iterable<number>): Promise<number> {
  const host = await ChaosHost.start(context);
  const folder = await temporaryFolder(context);
  writeChaosPrograms(folder);
  const controllers = await Promise.all(
    Array.from({ length: controllerCount }, () => host.cli.controller()),
  );
  const descriptors = host.descriptors.length;
  let memory = 0;
  let round = 0;
  for (const seed of seeds) {
    try {
      await new ChaosRound({ host, controllers, folder }, seed).run();
      await assertDescriptors(host, descriptors + spareDescriptors);
      const used = await host.usedMemory();
      if (round < firstRounds) memory = Math.max(memory, used);
      else assert.ok(used < memory + spareMemory, `${used} MiB after ${memory}`);
      await until('it has one watchdog', async () => (await host.watchdogs()).length === 1);
    } catch (error) {
      const advice = `Round ${round} failed with seed ${seed}. Add that to tools/chaos/seeds.ts.`;
      throw new Error(`${advice}\n${host.cli.stderr.slice(-2_000)}`, { cause: error });
    }
    round++;
  }
  const began = performance.now();
  assert.deepEqual(await host.cli.end(), { code: 0, signal: null }, host.cli.stderr.slice(-2_000));
  const took = performance.now() - began;
  assert.deepEqual(readdirSync(host.cli.temporary), []);
  return took;
}

/** Kept connections are closed after a while. */
async function assertDescriptors(host: ChaosHost, most: number): Promise<void> {
  try {
    await until('descriptors are closed', () => host.descriptors.length <= most);
  } catch {
    assert.fail(`There are more than ${most} descriptors: ${host.descriptors.join(', ')}`);
  }
}
