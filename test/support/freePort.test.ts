import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { freePort } from './freePort.ts';

test(
  'a free port is none that Linux assigns by itself',
  { skip: process.platform !== 'linux' && 'It reads /proc' },
  async () => {
    const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
    const [low = 0, high = 0] = range.trim().split(/\s+/).map(Number);
    for (let round = 0; round < 20; round++) {
      const port = await freePort();
      assert.ok(port > 0 && (port < low || port > high), String(port));
    }
  },
);
