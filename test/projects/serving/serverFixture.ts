import type { TestContext } from 'node:test';
import type { ServerOptions } from '../../../src/projects/serving/serverProcess.ts';
import type { ServerPlan } from '../../../src/projects/serving/serverPlan.ts';
import {
  type LeaseListener,
  type ServerLease,
  WebServers,
} from '../../../src/projects/serving/webServers.ts';
import { systemClock } from '../../../src/common/clock.ts';
import type { HumanError } from '../../../src/common/humanError.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';

/** A user of a server that records what is reported. */
export class Listener implements LeaseListener {
  text = '';
  /** The exit codes of servers that were released before they were acquired. */
  readonly givenBackWith: (number | undefined)[] = [];
  readonly #starts: (number | undefined)[] = [];

  /** The processes after the first one. */
  get restarts(): readonly (number | undefined)[] {
    return this.#starts.slice(1);
  }

  started(pid: number | undefined): void {
    this.#starts.push(pid);
  }

  givenBack(exitCode: number | undefined): void {
    this.givenBackWith.push(exitCode);
  }

  output(_stream: string, chunk: Uint8Array): undefined {
    this.text += Buffer.from(chunk).toString('utf8');
  }
}

/** The servers of one test, whose leases are released after it. */
export class ServerFixture {
  readonly servers: WebServers;
  readonly #context: TestContext;

  constructor(context: TestContext, options: Partial<ServerOptions> = {}) {
    const programOptions = { clock: systemClock, watchdog: noWatchdog, grace: () => 60_000 };
    const defaults = { ...programOptions, readyTimeout: 300_000 };
    this.servers = new WebServers({ ...defaults, ...options });
    this.#context = context;
  }

  async acquire(
    plan: ServerPlan,
    { stamp = '', listener = new Listener(), signal }: AcquireWishes = {},
  ): Promise<ServerLease> {
    const lease = await this.servers.acquire(plan, stamp, listener, signal);
    afterTest(this.#context, () => lease.release());
    return lease;
  }

  /** The error from acquiring a server, which must be a HumanError. */
  failure(plan: ServerPlan): Promise<HumanError> {
    return this.acquire(plan).then(
      () => Promise.reject(new Error('The server was acquired.')),
      (error: HumanError) => error,
    );
  }
}

interface AcquireWishes {
  readonly stamp?: string;
  readonly listener?: LeaseListener;
  readonly signal?: AbortSignal;
}

/** A plan for a server in JavaScript, with its output and addresses. */
export function scriptPlan(
  code: string,
  urls: ServerPlan['urls'] = 'any',
  variables: Readonly<Record<string, string>> = {},
): ServerPlan {
  return {
    name: 'Shop',
    profile: 'http',
    program: {
      command: process.execPath,
      args: ['-e', code],
      workingDirectory: import.meta.dirname,
      environment: { ...ownEnvironment, ...variables },
    },
    urls,
    launchUrl: undefined,
  };
}

/**
 * JavaScript that listens at the first of ASPNETCORE_URLS, or at a free port, and then runs more
 * code with `url`.
 */
export function listening(then: string): string {
  return `const wanted = new URL((process.env.ASPNETCORE_URLS ?? 'http://127.0.0.1:0').split(';')[0]);
    require('node:http').createServer((request, response) => response.end(String(process.pid)))
      .listen(Number(wanted.port), '127.0.0.1', function () {
        const url = 'http://127.0.0.1:' + this.address().port;
        ${then}
      });`;
}

/** JavaScript that prints what an ASP.NET Core server prints when it is ready. */
export const sayReady =
  "console.log('Now listening on: ' + url); console.log('Application started. Press Ctrl+C to shut down.');";
