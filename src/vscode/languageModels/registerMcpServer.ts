import type * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { HostOwner } from '../window/hostOwner.ts';
import { findMcpApi } from './newerApi.ts';

/** The id in package.json. */
const providerId = 'ideSessionHost.mcp';

/** Offers the editor a server with the same tools as its own, if it has the API. */
export function registerMcpServer(context: vscode.ExtensionContext, owner: HostOwner): Disposable {
  const registrations = new DisposableStore();
  const api = findMcpApi();
  if (api === undefined) return registrations;
  const { version } = context.extension.packageJSON as { readonly version: string };
  const server = api.define({
    label: 'IDE Session Host',
    command: process.execPath,
    args: [context.asAbsolutePath('dist/cli.js'), 'mcp', '--host', String(process.pid)],
    // Makes the editor's own executable run as Node.
    env: { ELECTRON_RUN_AS_NODE: '1' },
    version,
  });
  registrations.add(
    api.register(providerId, {
      provideMcpServerDefinitions: () => [server],
      async resolveMcpServerDefinition(definition) {
        // The server finds the host by its socket. Throws in an untrusted workspace.
        await owner.host();
        return definition;
      },
    }),
  );
  return registrations;
}
