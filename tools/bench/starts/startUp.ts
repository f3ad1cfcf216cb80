import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startBuiltHost } from '../support/builtHost.ts';
import { quantile, type Result, result } from '../support/results.ts';

const rounds = 15;

/**
 * How long the host takes until its variables are printed, compared with a Node that does nothing.
 */
export async function measureStartUp(folder: string): Promise<Result[]> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    let begun = performance.now();
    const host = await startBuiltHost(folder);
    ours.push(performance.now() - begun);
    await host.end();
    begun = performance.now();
    await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
    bare.push(performance.now() - begun);
  }
  return [
    result(
      'from the start of `serve --json` to its first line, next to a Node that does nothing, p50',
      quantile(ours, 0.5),
      quantile(bare, 0.5),
    ),
  ];
}
