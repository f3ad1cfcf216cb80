import { systemClock } from './clock.ts';
import { Controller, type ControllerOptions } from './controller.ts';
import { ControllerError } from './controllerError.ts';
import { deferred } from './deferred.ts';
import type { Environment } from './connection/endpointAddress.ts';
import type { RunRequest } from './runRequest.ts';
import { readSampleArguments } from './sampleArguments.ts';
import type { Session } from './session.ts';
import { transcriptLines } from './transcript.ts';

/** The environment of a run of the sample controller. */
export interface SampleContext {
  environment: Environment;
  write: (line: string) => void;
  /** Calls back on each request to stop, until the returned function is called. */
  onStop: (stop: () => void) => () => void;
  options?: ControllerOptions;
}

/** The exit codes of the sample controller. */
const sampleExits = { terminated: 0, violations: 1, failed: 2, neverTerminated: 3 } as const;

type Write = SampleContext['write'];

function describeFailure(error: unknown): string {
  if (error instanceof ControllerError) {
    return `refused ${error.status} ${error.code}: ${error.message}`;
  }
  return `failed: ${error instanceof Error ? error.message : String(error)}`;
}

async function startSession(
  controller: Controller,
  run: RunRequest,
  write: Write,
): Promise<Session> {
  write(`info ${JSON.stringify(await controller.info())}`);
  await controller.connect();
  write('connected');
  const session = await controller.runSession(run);
  write(`PUT 201 ${session.id}`);
  session.notifications.flatMap(transcriptLines).forEach(write);
  controller.observe((notification) => transcriptLines(notification).forEach(write));
  return session;
}

/** Resolves to the session's end, or when it can no longer be expected after a stop. */
async function awaitEnd(
  controller: Controller,
  session: Session,
  stop: Promise<void>,
): Promise<number> {
  const stopped = stop.then(() => controller.stopSession(session.id));
  await Promise.race([session.terminated, stopped]);
  return session.termination === undefined ? sampleExits.neverTerminated : sampleExits.terminated;
}

async function runOnce(
  controller: Controller,
  line: string[],
  { environment, write, onStop, options }: SampleContext,
): Promise<number> {
  const { run, stopAfterMs } = readSampleArguments(line, environment['DEBUG_SESSION_RUN_MODE']);
  const stop = deferred<void>();
  const stopEarly = stop.promise.then(() => {
    throw new Error('stopped before the session began');
  });
  const ignoreStops = onStop(() => {
    write('stopping');
    stop.resolve();
  });
  try {
    const session = await Promise.race([startSession(controller, run, write), stopEarly]);
    const clock = options?.clock ?? systemClock;
    const cancel = clock.after(stopAfterMs ?? Infinity, () => stop.resolve());
    const exit = await awaitEnd(controller, session, stop.promise).finally(cancel);
    // Anything that the endpoint still sends after the end is a violation; receive it.
    await (controller.isConnected ? controller.roundTrip() : undefined);
    return exit;
  } finally {
    ignoreStops();
  }
}

/** Runs one session from start to end, prints its notifications, and returns the exit code. */
export async function runSampleController(line: string[], context: SampleContext): Promise<number> {
  const { environment, write, options } = context;
  let controller: Controller | undefined;
  let exit: number = sampleExits.failed;
  try {
    controller = Controller.fromEnvironment(environment, options);
    exit = await runOnce(controller, line, context);
  } catch (error) {
    write(describeFailure(error));
  }
  await controller?.disconnect();
  const violations = controller?.violations ?? [];
  violations.forEach((violation) => write(`violation: ${violation}`));
  return violations.length > 0 && exit === sampleExits.terminated ? sampleExits.violations : exit;
}
