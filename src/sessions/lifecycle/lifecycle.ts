import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Event } from '../../common/emitter.ts';
import { expiredCondition, type IdeSession } from '../../protocol/ideSession.ts';
import { setCondition, toTransitionTime } from '../conditions.ts';
import type { SessionChange, SessionStore } from '../store.ts';
import { type LifecycleRules, type PlannedStop, planStop } from './rules.ts';
import { toDone, toPlanned } from './stopCondition.ts';
import { canBeIdle, isEnding } from './use.ts';

/** How much earlier than planned the shown time of a stop may be, in milliseconds. */
const shownAhead = 60_000;

/** Whether a client is connected to a server that the process or one of its children is. */
export type IsConnected = (pid: number) => Promise<boolean>;

/** What is needed of the sessions. */
interface WatchedSessions {
  /** Fires with the name of a session whose run begins. */
  readonly begun: Event<string>;
  /** Fires with the name of a session whose debugger has come or gone. */
  readonly debugging: Event<string>;
  /** Fires with what a session reports. */
  readonly reports: Event<{ readonly kind: string; readonly name: string }>;
  isDebugged(name: string): boolean;
  stop(name: string): void;
}

export interface LifecycleOptions {
  readonly lifecycle?: LifecycleRules | undefined;
  readonly isConnected?: IsConnected | undefined;
  readonly sessions: WatchedSessions;
  readonly store: SessionStore;
  readonly clock: Clock;
  /** Reports a message for the developer. */
  readonly tell: (name: string, text: string) => void;
}

/** The times of an active session on the monotonic clock. */
interface Tracked {
  readonly startedAt: number;
  usedAt: number;
  /** Whether the program is being restarted, so that it has no next process yet. */
  isReplacing: boolean;
  /** The stop that the session's status shows, and its timer. */
  planned: PlannedStop | undefined;
  timer: Disposable | undefined;
}

/** Stops sessions that are idle or have run for long enough, and shows in their status when it will. */
export class Lifecycle implements Disposable {
  readonly #options: LifecycleOptions;
  readonly #rules: LifecycleRules;
  readonly #tracked = new Map<string, Tracked>();
  readonly #resources = new DisposableStore();

  constructor(options: LifecycleOptions) {
    this.#options = options;
    const { lifecycle = {}, sessions, store } = options;
    this.#rules = lifecycle;
    if (lifecycle.idleStop === undefined && lifecycle.timeToLive === undefined) return;
    this.#resources.add(sessions.begun((name) => this.#begin(name)));
    this.#resources.add(store.watch((change) => this.#onChange(change)));
    if (lifecycle.idleStop === undefined) return;
    this.#resources.add(sessions.debugging((name) => this.#use(name)));
    this.#resources.add(
      sessions.reports(({ kind, name }) => {
        if (kind === 'output') this.#onOutput(name);
      }),
    );
  }

  /** Called when the program of a session is being restarted. It is in use until it has started. */
  replacing(name: string): void {
    const tracked = this.#tracked.get(name);
    if (tracked === undefined) return;
    tracked.isReplacing = true;
    this.#use(name);
  }

  /** Called before the end of a session is stored: its status keeps no time at which it would have been stopped. */
  end(name: string): void {
    const tracked = this.#tracked.get(name);
    if (tracked === undefined) return;
    this.#forget(name, tracked);
    setCondition(this.#options.store, name, expiredCondition, undefined);
  }

  dispose(): void {
    this.#resources.dispose();
    for (const [name, tracked] of this.#tracked) this.#forget(name, tracked);
  }

  #begin(name: string): void {
    const now = this.#options.clock.elapsed();
    const times = { startedAt: now, usedAt: now };
    const tracked = { ...times, isReplacing: false, planned: undefined, timer: undefined };
    this.#tracked.set(name, tracked);
    this.#look(name, tracked);
  }

  #onChange(change: SessionChange): void {
    if (change.type !== 'modified') return;
    const { previous, session } = change;
    const { name } = session.metadata;
    const hasStarted = previous.status.startupTimestamp !== session.status.startupTimestamp;
    const tracked = this.#tracked.get(name);
    if (hasStarted && tracked !== undefined) tracked.isReplacing = false;
    const isUsed =
      hasStarted ||
      canBeIdle(previous) !== canBeIdle(session) ||
      isEnding(previous) !== isEnding(session);
    if (isUsed) this.#use(name);
  }

  /** The time of the stop is shown again only if it is much later, since programs may write often. */
  #onOutput(name: string): void {
    const tracked = this.#tracked.get(name);
    if (tracked === undefined) return;
    tracked.usedAt = this.#options.clock.elapsed();
    const plan = this.#plan(name, tracked);
    const { planned } = tracked;
    if ((plan?.at ?? Infinity) - (planned?.at ?? Infinity) >= shownAhead) this.#look(name, tracked);
  }

  #use(name: string): void {
    const tracked = this.#tracked.get(name);
    if (tracked === undefined) return;
    tracked.usedAt = this.#options.clock.elapsed();
    this.#look(name, tracked);
  }

  #plan(name: string, { isReplacing, startedAt, usedAt }: Tracked): PlannedStop | undefined {
    const { sessions, store } = this.#options;
    const session = store.get(name);
    if (session === undefined || isEnding(session)) return undefined;
    const isIdle = !isReplacing && canBeIdle(session) && !sessions.isDebugged(name);
    return planStop(this.#rules, { startedAt, idleSince: isIdle ? usedAt : undefined });
  }

  /** Shows the time of the planned stop, and waits for it. */
  #look(name: string, tracked: Tracked): void {
    const { clock, store } = this.#options;
    const plan = this.#plan(name, tracked);
    const wait = plan && Math.max(0, plan.at - clock.elapsed());
    tracked.timer?.dispose();
    tracked.timer =
      wait === undefined ? undefined : clock.after(wait, () => this.#act(name, tracked));
    if (plan?.at === tracked.planned?.at && plan?.cause === tracked.planned?.cause) return;
    tracked.planned = plan;
    const condition = plan && this.#toCondition(store.get(name), plan, wait ?? 0);
    setCondition(store, name, expiredCondition, condition);
  }

  #toCondition(
    session: IdeSession | undefined,
    plan: PlannedStop,
    wait: number,
  ): ReturnType<typeof toPlanned> {
    const now = this.#options.clock.now();
    const shown = session?.status.conditions?.find(({ type }) => type === expiredCondition);
    const since = shown?.lastTransitionTime ?? toTransitionTime(now);
    return toPlanned(plan, new Date(now.getTime() + wait), since);
  }

  #act(name: string, tracked: Tracked): void {
    const due = this.#getDue(name, tracked);
    if (due === undefined) return this.#look(name, tracked);
    const { isConnected, store } = this.#options;
    const pid = store.get(name)?.status.pid;
    if (due.cause !== 'Idle' || isConnected === undefined || pid === undefined) {
      return this.#stop(name, tracked, due);
    }
    void this.#stopUnlessConnected(name, tracked, isConnected(pid));
  }

  async #stopUnlessConnected(
    name: string,
    tracked: Tracked,
    isConnected: Promise<boolean>,
  ): Promise<void> {
    if (await isConnected) tracked.usedAt = this.#options.clock.elapsed();
    // The session may have ended, or was used, during the check.
    if (this.#tracked.get(name) !== tracked) return;
    const due = this.#getDue(name, tracked);
    if (due === undefined) this.#look(name, tracked);
    else this.#stop(name, tracked, due);
  }

  #stop(name: string, tracked: Tracked, due: PlannedStop): void {
    const { clock, sessions, store, tell } = this.#options;
    this.#forget(name, tracked);
    const condition = toDone(due, clock.now());
    setCondition(store, name, expiredCondition, condition);
    tell(name, condition.message);
    sessions.stop(name);
  }

  #getDue(name: string, tracked: Tracked): PlannedStop | undefined {
    const plan = this.#plan(name, tracked);
    return plan !== undefined && plan.at <= this.#options.clock.elapsed() ? plan : undefined;
  }

  #forget(name: string, { timer }: Tracked): void {
    timer?.dispose();
    this.#tracked.delete(name);
  }
}
