import { test } from 'node:test';
import { endUnreadHost } from './unreadHost.ts';

const onPosix = { skip: process.platform === 'win32' && 'Windows has no FIFOs', timeout: 240_000 };

test(
  'SIGTERM ends a host whose stderr is a full pipe that is not read',
  onPosix,
  async (context) => void (await endUnreadHost(context)),
);

test(
  'SIGTERM ends a host that logs verbosely to a full pipe that is not read',
  onPosix,
  async (context) => void (await endUnreadHost(context, '--verbose')),
);
