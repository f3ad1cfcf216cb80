import * as vscode from 'vscode';
import { systemClock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Tool } from '../../host/tools/tool.ts';
import { findToolApi, type LanguageModelTool, type ToolApi } from './newerApi.ts';
import type { WindowToolHostDependencies } from './windowToolHost.ts';

/** The used part of package.json. */
interface Manifest {
  readonly contributes: { readonly languageModelTools: readonly { readonly name: string }[] };
}

/** Registers the tools of package.json, if the editor has the API. What they do is loaded with the first call. */
export function registerTools(
  extension: vscode.Extension<unknown>,
  dependencies: WindowToolHostDependencies,
): Disposable {
  const registrations = new DisposableStore();
  const api = findToolApi();
  if (api === undefined) return registrations;
  const { contributes } = extension.packageJSON as Manifest;
  for (const { name } of contributes.languageModelTools) {
    registrations.add(api.register(name, createTool(name, api, dependencies)));
  }
  return registrations;
}

function createTool(
  name: string,
  api: ToolApi,
  dependencies: WindowToolHostDependencies,
): LanguageModelTool {
  return {
    async prepareInvocation({ input }) {
      const tool = await load(name);
      const { message, title } = tool.prepare(input).confirmation;
      return {
        invocationMessage: tool.title,
        confirmationMessages: { title, message: new vscode.MarkdownString(message) },
      };
    },
    async invoke({ input }, token) {
      const call = (await load(name)).prepare(input);
      const { WindowToolHost } = await import('./windowToolHost.ts');
      const host = new WindowToolHost(dependencies);
      const abort = new AbortController();
      const cancelling = token.onCancellationRequested(() =>
        abort.abort(new vscode.CancellationError()),
      );
      try {
        const context = { host, clock: systemClock, signal: abort.signal };
        return api.createResult(await call.run(context));
      } finally {
        cancelling.dispose();
      }
    },
  };
}

async function load(name: string): Promise<Tool> {
  const { tools } = await import('../../host/tools/tools.ts');
  const tool = tools.find((one) => one.name === name);
  if (tool === undefined) throw new Error(`There is no tool ${name}.`);
  return tool;
}
