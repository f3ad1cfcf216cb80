import { test } from 'node:test';
import { startFreshClone, userEnvironment } from './freshClone.ts';

test(
  'npm start -- --headless works from a fresh clone',
  { skip: process.platform === 'win32', timeout: 10 * 60_000 },
  async (context) => void (await startFreshClone(context, userEnvironment())),
);
