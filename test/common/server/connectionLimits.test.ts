import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { limitConnections } from '../../../src/common/server/connections.ts';
import { defaultSettings } from '../../../src/host/settings.ts';

const wanted = defaultSettings.connectionLimits;

test('the connection limit is the requested one where there are enough descriptors', () => {
  assert.deepEqual(limitConnections(wanted, undefined), wanted);
  assert.deepEqual(limitConnections(wanted, 1_048_576), wanted);
});

test('the connection limit leaves most descriptors to the rest of the process, even if there are few', () => {
  for (const limit of [64, 256, 1024, 2000]) {
    const { authenticated, unauthenticated } = limitConnections(wanted, limit);
    assert.ok(unauthenticated >= limit / 10 && unauthenticated <= limit / 8);
    assert.ok(authenticated >= limit / 5 && authenticated <= limit / 4);
  }
  assert.deepEqual(limitConnections(wanted, 1), { unauthenticated: 1, authenticated: 1 });
});

const module = join(import.meta.dirname, '../../../src/common/server/descriptorLimit.ts');
const script = `import { readDescriptorLimit } from ${JSON.stringify(module)};
process.stdout.write(String(readDescriptorLimit()));
Object.defineProperty(process, 'platform', { value: 'darwin' });
process.stdout.write(' ' + readDescriptorLimit());`;

test(
  "the descriptor limit is the process's own, whichever way it is read",
  { skip: process.platform === 'win32' && 'Windows has no such limit' },
  () => {
    const command = 'ulimit -n 97 && exec "$@"';
    const node = [process.execPath, '--no-warnings', '--input-type=module', '-e', script];
    const shown = execFileSync('sh', ['-c', command, 'sh', ...node], { encoding: 'utf8' });
    assert.equal(shown, '97 97');
  },
);
