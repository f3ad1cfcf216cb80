import { readFile, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import { getPreparation } from '../../../src/protocol/ideSession.ts';
import { Controller } from '../../controller/controller.ts';
import type { Session } from '../../controller/session.ts';
import { type Access, getFrom, readAccess } from '../../fixtures/api/access.ts';
import { DotnetFixture } from '../../fixtures/dotnet/dotnetFixture.ts';
import { pollUntil } from '../../fixtures/waiting.ts';
import { type BuiltHost, startBuiltHost } from '../support/builtHost.ts';
import {
  atMost,
  quantile,
  ratioAtMost,
  type Result,
  result,
  resultIn,
} from '../support/results.ts';

const rounds = 6;
/** How long unchanged projects are watched for their processor time, in milliseconds. */
const quiet = 60_000;
/** How long a build and a start may take, in milliseconds. */
const patience = 300_000;
/** Of the kernel's unit of processor time, in milliseconds. */
const tick = 10;

/** How long changed .NET projects take from the request to their output if they were built ahead. */
export async function measurePrepared(): Promise<Result[]> {
  const fixture = await DotnetFixture.make();
  const hosts: Host[] = [];
  try {
    const ahead = await Host.start(fixture, 'Ahead', ['--prebuild', 'Ahead']);
    hosts.push(ahead);
    const ordinary = await Host.start(fixture, 'Ordinary', []);
    hosts.push(ordinary);
    const times: Record<'ahead' | 'ordinary', number[]> = { ahead: [], ordinary: [] };
    for (let round = 0; round <= rounds; round++) {
      const text = `hello ${round}`;
      await ahead.change(text);
      await ahead.prepared();
      await ordinary.change(text);
      const taken = { ordinary: await ordinary.run(text), ahead: await ahead.run(text) };
      // The first round isn't counted: it restores, and caches are cold.
      if (round === 0) continue;
      times.ahead.push(taken.ahead);
      times.ordinary.push(taken.ordinary);
    }
    await ahead.prepared();
    const [idle, idleOrdinary] = await Promise.all([ahead.getLoad(), ordinary.getLoad()]);
    return [
      result(
        'changed .NET project, from request to first line, built ahead next to not, p50',
        quantile(times.ahead, 0.5),
        quantile(times.ordinary, 0.5),
        ratioAtMost(0.3),
      ),
      resultIn(
        '% of a core',
        'processor time of a host with a project that is built ahead and unchanged, next to one without',
        idle,
        idleOrdinary,
        atMost(0.5, '% of a core'),
      ),
    ];
  } finally {
    for (const host of hosts) await host.end();
    await fixture.remove();
  }
}

const sessionsSchema = z.object({
  items: z.array(
    z.object({
      status: z.optional(
        z.object({
          conditions: z.optional(z.array(z.object({ type: z.string(), reason: z.string() }))),
        }),
      ),
    }),
  ),
});

/** A built host with a controller, and the project that it runs. */
class Host {
  readonly #fixture: DotnetFixture;
  readonly #name: string;
  readonly #host: BuiltHost;
  readonly #controller: Controller;
  readonly #access: Access;
  #changedAt = 0;

  static async start(
    fixture: DotnetFixture,
    name: string,
    options: readonly string[],
  ): Promise<Host> {
    const project = '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>';
    await fixture.project(`${name}/${name}.csproj`, project);
    const kubeconfig = fixture.path(`${name}.kubeconfig`);
    const api = ['--api', '--kubeconfig', kubeconfig];
    const { environment, folder } = fixture;
    const host = await startBuiltHost(folder, environment, [...api, ...options]);
    const controller = Controller.fromEnvironment(host.variables);
    await controller.connect();
    return new Host(fixture, name, host, controller, await readAccess(kubeconfig));
  }

  private constructor(
    fixture: DotnetFixture,
    name: string,
    host: BuiltHost,
    controller: Controller,
    access: Access,
  ) {
    this.#fixture = fixture;
    this.#name = name;
    this.#host = host;
    this.#controller = controller;
    this.#access = access;
  }

  /** Changes what the program prints. */
  async change(text: string): Promise<void> {
    const path = `${this.#name}/Program.cs`;
    const file = await this.#fixture.write(path, `System.Console.WriteLine("${text}");\n`);
    this.#changedAt = (await stat(file)).mtimeMs;
  }

  /** Resolves when the program of the last change is built ahead. */
  async prepared(): Promise<void> {
    const program = this.#fixture.path(`${this.#name}/bin/Debug/net10.0/${this.#name}.dll`);
    await pollUntil('it is built ahead', patience, async () => {
      const { mtimeMs } = await stat(program).catch(() => ({ mtimeMs: 0 }));
      return mtimeMs > this.#changedAt && (await this.#isReady());
    });
  }

  async #isReady(): Promise<boolean> {
    const authorization = `Bearer ${this.#access.token}`;
    const { body } = await getFrom(this.#access, collectionPath, { authorization });
    const { items } = sessionsSchema.parse(JSON.parse(body));
    return items.some((session) => getPreparation(session)?.reason === 'Ready');
  }

  /** Runs the project to its end, and returns the time to its first line, in milliseconds. */
  async run(text: string): Promise<number> {
    const project_path = this.#fixture.path(`${this.#name}/${this.#name}.csproj`);
    const begun = performance.now();
    const session: Session = await this.#controller.runSession({
      launch_configurations: [{ type: 'project', project_path, mode: 'NoDebug' }],
    });
    await session.waitFor(({ stdout }) => stdout === `${text}\n`, patience, 'the first line');
    const took = performance.now() - begun;
    await session.terminatedWithin();
    return took;
  }

  /** Returns the processor time of the host while nothing happens, in percent of a core. */
  async getLoad(): Promise<number> {
    const before = await this.#getProcessorTime();
    await pause(quiet);
    return (100 * ((await this.#getProcessorTime()) - before)) / quiet;
  }

  /** Of user and system, in milliseconds (proc_pid_stat(5)). */
  async #getProcessorTime(): Promise<number> {
    const text = await readFile(`/proc/${this.#host.pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tick;
  }

  async end(): Promise<void> {
    await this.#controller.disconnect();
    await this.#host.end();
  }
}
