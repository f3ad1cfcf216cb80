import { dirname } from 'node:path';
import { orAborted } from '../../common/abort.ts';
import { withTimeout } from '../../common/clock.ts';
import { deferred } from '../../common/deferred.ts';
import type { HumanError } from '../../common/humanError.ts';
import { programEnvironment } from '../../launch/environment.ts';
import type { DevToolsAddress, LaunchContext, ProgramPlan } from '../../launch/launchPlan.ts';
import { type ProgramOptions, runProgram } from '../../processes/program/program.ts';
import type { Run } from '../../sessions/runner.ts';
import { toolVariables } from '../../dotnet/sdk/toolVariables.ts';
import { Readiness } from '../../dotnet/server/readiness.ts';
import { ServerWords } from '../../dotnet/server/serverWords.ts';
import { wasmErrors } from '../errors.ts';
import type { DebugHost } from './debugHost.ts';

/** How to start a debug proxy. */
export interface DebugProxyPlan {
  readonly host: DebugHost;
  /** The DevTools of the browser. */
  readonly devTools: DevToolsAddress;
  /** Whether call stacks and steps skip code without symbols, and WebAssembly. */
  readonly justMyCode: boolean;
}

export interface DebugProxyOptions extends ProgramOptions {
  readonly launchContext: LaunchContext;
}

/** A debug proxy for one browser. Its owner closes it. */
export interface DebugProxy {
  /** The version of its package. */
  readonly version: string;
  readonly pid: number | undefined;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  /** Returns the address of the browser through the proxy, given the browser's own WebSocket address. */
  inspectUri(browserUri: string): string;
  /** Stops it and resolves when it has ended. */
  close(): Promise<void>;
}

/** How long a proxy may take to listen, in milliseconds. */
const readyTimeout = 20_000;

/**
 * Starts a debug proxy and resolves when it listens. Rejects with a HumanError (DebugProxyNotStarted), or
 * with the signal's reason, after it has ended.
 */
export async function startDebugProxy(
  plan: DebugProxyPlan,
  options: DebugProxyOptions,
  signal?: AbortSignal,
): Promise<DebugProxy> {
  signal?.throwIfAborted();
  const proxy = new ProxyProcess(plan, options);
  try {
    await orAborted(proxy.listens(), signal);
    return proxy;
  } catch (error) {
    await proxy.close();
    throw error;
  }
}

class ProxyProcess implements DebugProxy {
  readonly version: string;
  readonly #options: DebugProxyOptions;
  readonly #words = new ServerWords();
  readonly #ended = deferred();
  readonly #run: Run;
  #failure: HumanError | undefined;
  #pid: number | undefined;
  #address = '';

  constructor(plan: DebugProxyPlan, options: DebugProxyOptions) {
    this.version = plan.host.version;
    this.#options = options;
    this.#run = runProgram(getProgram(plan, options.launchContext), options, {
      started: (pid) => (this.#pid = pid),
      output: (stream, chunk) => this.#words.add(stream, chunk),
      ended: () => this.#end(),
      failed: (error) => {
        this.#failure = error;
        this.#end();
      },
    });
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  inspectUri(browserUri: string): string {
    return `ws://${this.#address}${new URL(browserUri).pathname}`;
  }

  async close(): Promise<void> {
    await this.#run.stop();
    await this.ended;
  }

  async listens(): Promise<void> {
    const { clock } = this.#options;
    const readiness = new Readiness('any', this.#words, clock);
    const ended = this.ended.then(() => undefined);
    const ready = Promise.race([readiness.urls, ended]);
    const urls = await withTimeout(clock, readyTimeout, ready, undefined);
    readiness.dispose();
    const [url] = urls ?? [];
    if (url === undefined) throw this.#notStarted();
    this.#address = new URL(url).host;
  }

  #end(): void {
    this.#words.flush();
    this.#ended.resolve();
  }

  #notStarted(): HumanError {
    const output = this.#failure?.message ?? this.#words.last.join('\n');
    return wasmErrors.DebugProxyNotStarted({ version: this.version, output });
  }
}

/** The proxy exits when its owner process, which is this one, has ended. */
function getProgram(
  { host, devTools, justMyCode }: DebugProxyPlan,
  context: LaunchContext,
): ProgramPlan {
  const { address, port } = devTools;
  const hostname = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
  const options = {
    OwnerPid: String(process.pid),
    DevToolsUrl: `http://${hostname}:${port}`,
    IsFirefoxDebugging: 'False',
    JustMyCode: justMyCode ? 'True' : 'False',
    urls: 'http://127.0.0.1:0',
  };
  return {
    command: 'dotnet',
    args: [
      'exec',
      host.path,
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    ],
    workingDirectory: dirname(host.path),
    environment: getEnvironment(context),
    script: host.path,
  };
}

const defaultVariables = {
  // Allows a runtime of another .NET version.
  DOTNET_ROLL_FORWARD: 'Major',
  ...toolVariables,
};

/** Removes variables that set the addresses of servers, since the proxy is one. */
function getEnvironment(context: LaunchContext): Record<string, string> {
  const environment = programEnvironment({ env: [] }, context, defaultVariables);
  const isServers = (name: string): boolean => /^(ASPNETCORE_|(DOTNET_)?URLS$)/i.test(name);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isServers(name)));
}
