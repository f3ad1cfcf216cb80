import { explainBreakpoint } from './explainBreakpoint.ts';
import { listSessions } from './listSessions.ts';
import { readLog } from './readLog.ts';
import { restartSession } from './restartSession.ts';
import { startSession } from './startSession.ts';
import { stopSession } from './stopSession.ts';
import type { Tool } from './tool.ts';
import { waitForSession } from './waitForSession.ts';

/** All functions that language models can call. */
export const tools: readonly Tool[] = [
  listSessions,
  startSession,
  waitForSession,
  readLog,
  restartSession,
  stopSession,
  explainBreakpoint,
];
