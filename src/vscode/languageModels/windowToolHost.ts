import * as vscode from 'vscode';
import type { OutputStream } from '../../common/outputStream.ts';
import { toolErrors } from '../../host/tools/errors.ts';
import { LocalSessions, toSummary } from '../../host/tools/localSessions.ts';
import type { SessionSummary } from '../../host/tools/sessionSummary.ts';
import type { BreakpointPlace } from '../../api/door/explanation.ts';
import type { OutputEnd, StartRequest, ToolHost } from '../../host/tools/toolHost.ts';
import type { Diagnoses } from '../ui/diagnoses.ts';
import { listLaunchEntries } from '../ui/launchEntries.ts';
import type { WorkspaceApps } from '../ui/workspaceApps.ts';
import type { HostOwner } from '../window/hostOwner.ts';
import { findEntry, findProject } from './startTargets.ts';

export interface WindowToolHostDependencies {
  readonly owner: HostOwner;
  readonly apps: WorkspaceApps;
  readonly diagnoses: Diagnoses;
}

/** The window's host, as the tools see it. */
export class WindowToolHost implements ToolHost {
  readonly #dependencies: WindowToolHostDependencies;

  constructor(dependencies: WindowToolHostDependencies) {
    this.#dependencies = dependencies;
  }

  async list(): Promise<readonly SessionSummary[]> {
    return (await this.#sessions()).list();
  }

  async start({ mode, target }: StartRequest): Promise<SessionSummary> {
    const { apps, owner } = this.#dependencies;
    // Throws in an untrusted workspace.
    await owner.host();
    const found = findEntry(target) ?? (await findProject(target));
    if (found === undefined) {
      const projects = (await apps.all()).map(({ uri }) => vscode.workspace.asRelativePath(uri));
      const names = listLaunchEntries().map(({ configuration }) => configuration.name);
      const known = [...names, ...projects].join(', ') || 'the path of a project';
      throw toolErrors.ToolTargetUnknown({ target, known });
    }
    const options = { noDebug: mode === 'NoDebug' };
    return toSummary(await owner.startConfiguration(found.folder, found.configuration, options));
  }

  async stop(name: string): Promise<void> {
    await (await this.#sessions()).stop(name);
  }

  async restart(name: string): Promise<void> {
    await (await this.#sessions()).restart(name);
  }

  async until(
    name: string,
    condition: (session: SessionSummary) => boolean,
    signal: AbortSignal,
  ): Promise<SessionSummary> {
    return (await this.#sessions()).until(name, condition, signal);
  }

  async readOutput(name: string, stream: OutputStream, bytes: number): Promise<OutputEnd> {
    return (await this.#sessions()).readOutput(name, stream, bytes);
  }

  async explainBreakpoints(place: BreakpointPlace): Promise<string> {
    return this.#dependencies.diagnoses.explain(place);
  }

  async #sessions(): Promise<LocalSessions> {
    return new LocalSessions((await this.#dependencies.owner.host()).sessions);
  }
}
