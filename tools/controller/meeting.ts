import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';

import type { WebSocket } from 'ws';

import { Controller, type ControllerOptions } from './controller.ts';
import { ManualClock } from './manualClock.ts';
import { ScriptedEndpoint, type Script } from './scriptedEndpoint.ts';
import type { Session } from './session.ts';
import { createTestCertificate, type TestCertificate } from './testCertificate.ts';

/** The capabilities of a valid endpoint. */
export const goodInfo = {
  protocols_supported: ['2024-03-03', '2024-04-23', '2025-10-01'],
  supported_launch_configurations: ['project', 'node'],
};

/** A launch that a valid endpoint accepts. */
export const goodRun = { launch_configurations: [{ type: 'node', script_path: 'server.js' }] };

/** A script that responds like a valid endpoint, with sessions `s1`, `s2` and so on. */
export function goodScript(): Script {
  let count = 0;
  return ({ method, url }) => {
    if (method === 'PUT') {
      count += 1;
      return { status: 201, headers: { location: `https://localhost/run_session/s${count}` } };
    }
    return url === '/info' ? { status: 200, body: goodInfo } : { status: 200 };
  };
}

let sharedCertificate: Promise<TestCertificate> | undefined;

/** A certificate as controllers require it, created once. */
export function goodCertificate(): Promise<TestCertificate> {
  sharedCertificate ??= createTestCertificate([{ type: 'dns', value: 'localhost' }]);
  return sharedCertificate;
}

/** A controller and a scripted endpoint, over TLS, with a manual clock. */
export class Meeting {
  readonly endpoint: ScriptedEndpoint;
  readonly controller: Controller;
  readonly clock: ManualClock;

  constructor(endpoint: ScriptedEndpoint, controller: Controller, clock: ManualClock) {
    this.endpoint = endpoint;
    this.controller = controller;
    this.clock = clock;
  }

  /** Connects the controller and returns the endpoint's side of the WebSocket. */
  async connect(): Promise<WebSocket> {
    const [socket] = await Promise.all([
      this.endpoint.connections.next(),
      this.controller.connect({ withinMs: Infinity }),
    ]);
    return socket;
  }

  /** Connects, and starts a session whose notifications `say` sends. */
  async startSession(): Promise<{ session: Session; socket: WebSocket }> {
    const socket = await this.connect();
    return { session: await this.controller.runSession(goodRun), socket };
  }

  /** Asserts exactly these violations, each by a part of it. */
  assertViolations(parts: string[]): void {
    const { violations } = this.controller;
    assert.equal(violations.length, parts.length, violations.join('\n') || 'no violations');
    parts.forEach((part, index) => assert.ok(violations[index]?.includes(part), violations[index]));
  }
}

/** Connects a controller and an endpoint for one test. */
export async function meet(
  test: TestContext,
  { autoPong = true, ...options }: ControllerOptions & { autoPong?: boolean } = {},
): Promise<Meeting> {
  const endpoint = await ScriptedEndpoint.start(await goodCertificate(), { autoPong });
  endpoint.script = goodScript();
  const clock = new ManualClock();
  const controller = Controller.fromEnvironment(endpoint.environment(), { clock, ...options });
  test.after(async () => {
    controller.vanish();
    await endpoint.stop();
  });
  return new Meeting(endpoint, controller, clock);
}

/** Sends notifications as JSON; text is sent unchanged. */
export function say(socket: WebSocket, ...messages: unknown[]): void {
  for (const message of messages) {
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }
}

/** A notification of session `s1`. */
export function about(type: string, properties: Record<string, unknown> = {}): object {
  return { notification_type: type, session_id: 's1', ...properties };
}

/** A `serviceLogs` of session `s1`. */
export function logs(text: string, isStdErr = false): object {
  return about('serviceLogs', { is_std_err: isStdErr, log_message: text });
}
