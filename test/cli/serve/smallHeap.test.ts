import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const module = join(import.meta.dirname, '../../../src/cli/smallHeap.ts');

/** Creates garbage of which some survives for a while, and returns how large the space for new objects became. */
const script = `
import { getHeapSpaceStatistics } from 'node:v8';
const { keepHeapSmall } = await import(process.argv[1]);
if (process.argv[2] === 'small') keepHeapSmall();
const kept = [];
for (let count = 0; count < 2_000_000; count++) {
  kept.push({ count, text: String(count) });
  if (kept.length > 200_000) kept.splice(0, 100_000);
}
const { space_size } = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
process.stdout.write(String(space_size / 1024 / 1024));
`;

async function measure(heap: 'small' | 'usual'): Promise<number> {
  const args = ['--input-type=module', '-e', script, module, heap];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  assert.equal(code, 0);
  return Number(printed);
}

test('the space for new objects does not grow in a host', async () => {
  const [small, usual] = await Promise.all([measure('small'), measure('usual')]);
  assert.ok(small <= usual / 2, `${small} MiB of ${usual} MiB`);
});
