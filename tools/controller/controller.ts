import type { IncomingMessage } from 'node:http';

import type { WebSocket } from 'ws';

import { realClientTimes, systemClock, type Clock, type ControllerTimes } from './clock.ts';
import { ControllerError, errorFromAnswer, isObject } from './controllerError.ts';
import { createDialer, type Dialer } from './connection/dialer.ts';
import {
  readEndpointAddress,
  type EndpointAddress,
  type Environment,
} from './connection/endpointAddress.ts';
import { readAnswer, type RawAnswer } from './connection/httpExchange.ts';
import {
  commonVersion,
  faultsInInfo,
  versionWithMessages,
  versionWithPongs,
  type Info,
} from './infoAnswer.ts';
import { newInstanceId } from './instanceId.ts';
import { NotificationIntake, type NotificationListener } from './notificationIntake.ts';
import { NotifyConnection } from './connection/notifyConnection.ts';
import { Requests, type RequestOptions } from './connection/requests.ts';
import { idFromLocation, type RunRequest } from './runRequest.ts';
import { Secrets } from './secrets.ts';
import type { Session } from './session.ts';
import { SessionLedger, type StartOutcome } from './sessionLedger.ts';
import { attemptUpgrade, dialWebSocket } from './connection/upgradeAttempt.ts';

/** Options of a controller besides its environment. */
export interface ControllerOptions {
  /** The whole instance id; by default it is made from the environment's prefix. */
  instanceId?: string;
  /** The version to announce; by default the newest, or after `info()` the newest common one. */
  apiVersion?: string;
  clock?: Clock;
  times?: Partial<ControllerTimes>;
}

const runSessionPath = '/run_session';
const notifyPath = '/run_session/notify';

/**
 * A controller as strict as the real client. It knows the protocol and nothing of the endpoint's
 * code; every violation of the protocol is added to `violations`.
 */
export class Controller {
  readonly instanceId: string;
  readonly violations: string[] = [];
  private readonly address: EndpointAddress;
  private readonly times: ControllerTimes;
  private readonly secrets = new Secrets();
  private readonly dialer: Dialer;
  private readonly requests: Requests;
  private readonly ledger: SessionLedger;
  private readonly connection: NotifyConnection;
  private readonly intake: NotificationIntake;
  private readonly hasFixedVersion: boolean;
  private version: string;

  private constructor(address: EndpointAddress, options: ControllerOptions) {
    const clock = options.clock ?? systemClock;
    const report = (violation: string): void => this.report(violation);
    this.address = address;
    this.times = { ...realClientTimes, ...options.times };
    this.instanceId = options.instanceId ?? newInstanceId(address.instanceIdPrefix);
    this.hasFixedVersion = options.apiVersion !== undefined;
    this.version = options.apiVersion ?? versionWithMessages;
    this.secrets.add(address.token);
    this.dialer = createDialer(address);
    this.requests = new Requests(address, this, this.dialer, clock, this.times, report);
    this.ledger = new SessionLedger(clock, this.secrets, report);
    this.intake = new NotificationIntake(this.ledger, this, report);
    this.connection = new NotifyConnection(
      {
        dial: () => this.dial(this.requests.target(notifyPath), this.requests.headers()),
        message: (text) => this.intake.message(text),
        refused: (response) => this.refusedUpgrade(response),
        silent: () => this.reportSilence(),
        violation: report,
      },
      clock,
      this.times,
    );
  }

  /** Creates a controller that finds its endpoint like a real one. */
  static fromEnvironment(environment: Environment, options: ControllerOptions = {}): Controller {
    return new Controller(readEndpointAddress(environment), options);
  }

  get apiVersion(): string {
    return this.version;
  }

  /** Whether notifications can arrive now. */
  get isConnected(): boolean {
    return this.connection.isConnected;
  }

  /** How many times the notification connection was opened. */
  get timesConnected(): number {
    return this.connection.timesOpened;
  }

  /** Sends any request and returns the raw response, also for errors. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<RawAnswer> {
    if (method !== 'PUT' || path !== runSessionPath) {
      return this.requests.send(method, path, options);
    }
    this.secrets.addEnvironment(options.body);
    const answered = this.ledger.startRequested();
    let outcome: StartOutcome = { kind: 'abandoned' };
    try {
      const answer = await this.requests.send(method, path, options);
      const id = answer.status < 300 ? idFromLocation(answer.headers.location) : undefined;
      outcome = id === undefined ? { kind: 'refused' } : { kind: 'created', id };
      return answer;
    } finally {
      answered(outcome);
    }
  }

  /** Requests the WebSocket upgrade once and returns the response: status 101, or an error. */
  async upgrade(options: RequestOptions & { path?: string } = {}): Promise<RawAnswer> {
    const { path = notifyPath, headers, apiVersion, address } = options;
    const target = this.requests.target(path, apiVersion);
    const answer = await attemptUpgrade(this.dial(target, this.requests.headers(headers), address));
    this.requests.check('Upgrade', path, answer);
    return answer;
  }

  /** Requests the endpoint's capabilities, and uses the newest common version from then on. */
  async info(): Promise<Info> {
    const answer = await this.request('GET', '/info');
    if (answer.status !== 200 || !isObject(answer.json)) {
      throw this.refusal('GET /info', answer);
    }
    const faults = faultsInInfo(answer.json, this.address.info);
    faults.forEach((fault) => this.report(`GET /info: ${fault}.`));
    const info = answer.json as unknown as Info;
    if (!this.hasFixedVersion && faults.length === 0) {
      this.version = commonVersion(info) ?? this.version;
    }
    return info;
  }

  /** Starts a session. */
  async runSession(run: RunRequest, { signal }: { signal?: AbortSignal } = {}): Promise<Session> {
    const answer = await this.request('PUT', runSessionPath, {
      body: run,
      ...(signal === undefined ? {} : { signal }),
    });
    const id = idFromLocation(answer.headers.location);
    if (answer.status !== 201) {
      throw this.refusal(`PUT ${runSessionPath}`, answer);
    }
    if (id === undefined) {
      throw this.refusal(`PUT ${runSessionPath} without a Location of a session`, answer);
    }
    return this.ledger.claim(id);
  }

  /** The session with that id, which belongs to this controller from then on. */
  session(id: string): Session {
    return this.ledger.claim(id);
  }

  /** Stops a session and waits for its end as long as the real client does. */
  async stopSession(id: string, { awaitEnd = true } = {}): Promise<200 | 204> {
    const path = `${runSessionPath}/${encodeURIComponent(id)}`;
    const answer = await this.request('DELETE', path);
    const { status } = answer;
    if (status !== 200 && status !== 204) {
      throw this.refusal(`DELETE ${path}`, answer);
    }
    const session = this.ledger.find(id) ?? (status === 200 ? this.ledger.follow(id) : undefined);
    if (session !== undefined && this.connection.isSought) {
      const end = this.expectEnd(session, status);
      if (awaitEnd) {
        await end;
      }
    }
    return status;
  }

  /** Opens the notification connection, and keeps it open until `disconnect` or `vanish`. */
  async connect({ withinMs = this.times.requestLimit } = {}): Promise<void> {
    await this.connection.connect(withinMs);
  }

  /** Resolves when the notification connection is open: immediately, or after reconnecting. */
  async connected(): Promise<void> {
    await this.connection.whenConnected();
  }

  /** Sends a Close and disconnects. */
  async disconnect(): Promise<void> {
    await this.connection.disconnect();
    this.dialer.agent.destroy();
  }

  /** Disconnects like a killed process: no Close, requests aborted. */
  vanish(): void {
    this.connection.vanish();
    this.dialer.agent.destroy();
  }

  /** Loses the notification connection without a Close, and reconnects by the usual rules. */
  interrupt(): void {
    this.connection.interrupt();
  }

  /** Pauses or resumes reading notifications, like a controller that can't keep up. */
  stall(isStalled: boolean): void {
    this.connection.stall(isStalled);
  }

  /** Resolves when everything that the endpoint sent before answering a ping has been received. */
  async roundTrip(): Promise<void> {
    await this.connection.roundTrip();
  }

  /** Calls the listener with each notification, until the returned function is called. */
  observe(listener: NotificationListener): () => void {
    return this.intake.observe(listener);
  }

  /** Throws if the endpoint violated the protocol. */
  assertClean(): void {
    if (this.violations.length > 0) {
      throw new Error(`The endpoint broke the protocol:\n  ${this.violations.join('\n  ')}`);
    }
  }

  private dial(target: string, headers: Record<string, string>, address?: string): WebSocket {
    return dialWebSocket(this.dialer, this.address.port, target, headers, address);
  }

  private report(violation: string): void {
    this.violations.push(this.secrets.conceal(violation));
  }

  private reportSilence(): void {
    if (this.apiVersion >= versionWithPongs) {
      this.report(`Neither pong nor message came within ${this.times.silenceLimit} ms.`);
    }
  }

  private async refusedUpgrade(response: IncomingMessage): Promise<void> {
    try {
      this.requests.check('Upgrade', notifyPath, await readAnswer(response));
    } catch {
      this.report('The answer to the WebSocket upgrade broke off.');
    }
  }

  /** The error for an unsuccessful response; one that is not a valid error is a violation. */
  private refusal(what: string, { status, json }: RawAnswer): ControllerError {
    if (status >= 400) {
      return errorFromAnswer(status, json);
    }
    this.report(`${what} was answered ${status}, which means nothing here.`);
    return new ControllerError(status, {
      code: 'UnexpectedAnswer',
      message: `The endpoint answered ${what} with ${status}.`,
    });
  }

  private async expectEnd(session: Session, status: number): Promise<void> {
    const limit = this.times.terminationLimit;
    try {
      await session.terminatedWithin(limit);
    } catch {
      if (this.isConnected) {
        this.report(
          `Session ${session.id}: DELETE answered ${status}, but no sessionTerminated came within ${limit} ms.`,
        );
      }
    }
  }
}
