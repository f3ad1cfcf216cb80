import type { Disposable } from '../../common/disposable.ts';
import type { Log } from '../../common/log.ts';
import type { VirtualClock } from './virtualClock.ts';
import { Delivery } from '../../endpoint/delivery/delivery.ts';
import { Sessions } from '../../sessions/sessions.ts';
import type { RecordOf } from '../../trace/schema.ts';
import type { TraceRecorder } from '../../trace/traceRecorder.ts';
import { createObservers, followChanges, tracePorts } from '../hostTrace.ts';
import { defaultSettings, type HostSettings } from '../settings.ts';
import type { ReplayInput } from './inputs.ts';
import { ReplayConnection } from './replayConnection.ts';
import { restoreSession } from './restoredLaunch.ts';
import { type RunReport, ScriptedRunner } from './scriptedRunner.ts';

interface ReplayedHostOptions {
  readonly inputs: readonly ReplayInput[];
  readonly clock: VirtualClock;
  readonly recorder: TraceRecorder;
  readonly logFolder: string;
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** How many turns of the event loop may pass until the runner is asked what it was asked in the trace. */
const maxTurns = 20;
/** In how many turns everything that needs no time is done. */
const usualTurns = 4;

/** The longest chain of promises from what a launch reports to what the run model makes of it. */
const longestChain = 3;

/** A question to the runner, and how often it was asked until then. */
interface Question {
  readonly session: string;
  readonly what: string;
  readonly count: number;
}

/** Sessions and delivery whose time and runner are scripted. */
export class ReplayedHost implements Disposable {
  readonly #clock: VirtualClock;
  readonly #inputs: readonly ReplayInput[];
  readonly #sessions: Sessions;
  readonly #delivery: Delivery;
  readonly #runner: ScriptedRunner;
  readonly #connections = new Map<string, ReplayConnection>();
  readonly #questions = new Map<number, Question>();
  readonly #asked = new Map<string, number>();
  #last: ReplayInput | undefined;
  /** Whether the run model learns of the last input by a promise. */
  #hasPromised = false;
  /** Reports that answer what the runner was not asked yet. */
  #early: RunReport[] = [];

  constructor({ clock, inputs, logFolder, recorder }: ReplayedHostOptions) {
    this.#clock = clock;
    this.#inputs = inputs;
    this.#runner = new ScriptedRunner(inputs);
    const settings = toSettings(inputs.find((input) => input.kind === 'settings'));
    const ports = tracePorts({ clock, log: silent, runner: this.#runner, trace: recorder });
    const observers = createObservers(recorder);
    const options = { ...ports, ...settings };
    this.#sessions = new Sessions({ ...options, ...observers.sessions, logFolder });
    followChanges(recorder, this.#sessions);
    this.#delivery = new Delivery({
      ...options,
      ...observers.delivery,
      sessions: this.#sessions,
    });
  }

  /** Takes inputs at their times. */
  async takeAll(inputs: readonly ReplayInput[]): Promise<void> {
    for (const input of inputs) {
      if (input.at > this.#clock.elapsed()) await this.#reach(input);
      // What has the same time may have come in the same turn, so promises don't get a chance in between.
      else if (this.#hasPromised && !this.#isPromised(input)) await runPromises();
      const done = this.#take(input);
      if (done !== undefined) await done;
      this.#hasPromised = this.#isPromised(input);
    }
  }

  #isPromised(input: ReplayInput): boolean {
    if (!('session' in input) || input.session === undefined) return false;
    return this.#runner.of(input.session)?.isPromised(input) ?? false;
  }

  #reach(input: ReplayInput): Promise<void> {
    if (!this.#isOfSameTurn(input)) return this.advanceTo(input.at);
    return this.#clock.advanceTo(input.at, () => this.#settle());
  }

  #take(input: ReplayInput): Promise<void> | undefined {
    this.#last = input;
    switch (input.kind) {
      case 'settings':
      case 'timer':
      case 'launch':
        return undefined;
      case 'run':
        return this.#untilAsked(input, 'run');
      case 'ask':
        return this.#untilAsked(input, input.ask);
      case 'connected':
        this.#connect(input);
        return undefined;
      case 'disconnected':
        this.#disconnect(input);
        return undefined;
      case 'create':
        this.#create(input);
        return undefined;
      case 'call':
        this.#call(input);
        return undefined;
      default:
        return this.#report(input);
    }
  }

  async advanceTo(time: number): Promise<void> {
    if (time <= this.#clock.elapsed()) return;
    await this.#settle();
    await this.#clock.advanceTo(time, () => this.#settle());
  }

  dispose(): void {
    this.#delivery.dispose();
    this.#sessions.dispose();
  }

  /** A request can call several times before anything else is done. */
  #isOfSameTurn({ cause, kind }: ReplayInput): boolean {
    const last = this.#last;
    return kind === 'call' && last?.kind === kind && cause !== undefined && last.cause === cause;
  }

  #create(created: RecordOf<'create'>): void {
    const [owner, spec, chosen] = restoreSession(created);
    const { session } = created;
    if (this.#sessions.get(session) === undefined) {
      this.#sessions.create(owner, spec, chosen);
      return;
    }
    // It was prepared ahead, and this request gets it.
    const offer = this.#sessions.prepared.offer(() => session);
    this.#sessions.create(owner, spec);
    offer.dispose();
  }

  #connect({ controller, id }: RecordOf<'connected'>): void {
    const end = this.#inputs.find(
      (one) => one.kind === 'disconnected' && one.controller === controller && one.id > id,
    );
    const confirms = end?.kind !== 'disconnected' || end.isConfirmed !== false;
    const connection = new ReplayConnection({ confirms });
    this.#connections.set(controller, connection);
    this.#delivery.connect(controller, connection);
  }

  #disconnect({ code, controller }: RecordOf<'disconnected'>): void {
    const connection = this.#connections.get(controller);
    this.#connections.delete(controller);
    // If it confirmed everything, it did so before.
    connection?.confirm();
    connection?.end(code);
  }

  #call({ call, desired, mode, session }: RecordOf<'call'>): void {
    const sessions = this.#sessions;
    switch (call) {
      case 'start':
      case 'stop':
      case 'remove':
        return sessions[call](session);
      case 'restart':
        return sessions.restart(session, mode);
      case 'recreate':
        sessions.recreate(session);
        return;
      case 'update':
        if (sessions.get(session) === undefined) return;
        sessions.update(session, desired === undefined ? {} : { spec: { desiredState: desired } });
        return;
      case 'attachDebugger':
      case 'detachDebugger':
        return sessions.changeDebugger(session, call);
    }
  }

  /** Waits until the runner is asked as in the trace, if it is. */
  #untilAsked({ id, session }: RecordOf<'run' | 'ask'>, what: string): Promise<void> | undefined {
    const key = `${session} ${what}`;
    const count = (this.#asked.get(key) ?? 0) + 1;
    this.#asked.set(key, count);
    const question = { session, what, count };
    this.#questions.set(id, question);
    const isDone = this.#isAsked(question) && this.#early.length === 0;
    return isDone ? undefined : this.#waitFor(question);
  }

  async #waitFor(question: Question): Promise<void> {
    for (let turns = 0; turns < maxTurns && !this.#isAsked(question); turns++) await turn();
    await this.#reportEarly();
  }

  #report(report: RunReport): Promise<void> | undefined {
    if (!this.#isAnswerable(report)) {
      this.#early.push(report);
      return undefined;
    }
    return this.#runner.of(report.session)?.report(report);
  }

  /** Gives the reports whose questions have been asked in the meantime. */
  async #reportEarly(): Promise<void> {
    const early = this.#early;
    this.#early = [];
    for (const report of early) await this.#report(report);
  }

  #isAnswerable({ cause, session }: RunReport): boolean {
    if (this.#early.some((report) => report.session === session)) return false;
    const question = cause === undefined ? undefined : this.#questions.get(cause);
    return question === undefined || this.#isAsked(question);
  }

  #isAsked({ count, session, what }: Question): boolean {
    return (this.#runner.of(session)?.countAsked(what) ?? 0) >= count;
  }

  async #settle(): Promise<void> {
    for (let turns = 0; turns < usualTurns; turns++) await turn();
    if (this.#early.length > 0) await this.#reportEarly();
  }
}

async function runPromises(): Promise<void> {
  for (let count = 0; count < longestChain; count++) await Promise.resolve();
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A trace whose beginning was dropped has no settings. */
function toSettings(recorded: RecordOf<'settings'> | undefined): HostSettings {
  if (recorded === undefined) return defaultSettings;
  const { idleStop, maxSessions, timeToLive, ...rest } = recorded;
  return { ...defaultSettings, ...rest, lifecycle: { idleStop, maxSessions, timeToLive } };
}
