// How code-server is started: its command line, its environment, and the address that makes it load
// extensions and a suite.

import { join, resolve } from 'node:path';

import { nugetLocks } from '../fixtures/dotnet/nugetLocks.ts';
import { nodeExecutable } from '../setup/node.mjs';
import { installedTool } from '../setup/toolCache.mjs';
import type { GuardianPlan } from './server/guardian.ts';
import type { ServeOptions } from './server/serveOptions.ts';

/**
 * An extension that contributes nothing: the editor only runs a suite together with an extension
 * under development.
 */
export const emptyExtension = join(import.meta.dirname, 'emptyExtension');
const suiteRunner = join(import.meta.dirname, 'suiteRunner.cjs');

/** The command line of code-server for an editor's folder. */
export function codeServerCommand(
  folder: string,
  ...more: readonly string[]
): [string, ...string[]] {
  const entry = join(
    installedTool('code-server'),
    'node_modules',
    'code-server',
    'out',
    'node',
    'entry.js',
  );
  const data = join(folder, 'data');
  return [
    nodeExecutable,
    entry,
    `--user-data-dir=${data}`,
    `--extensions-dir=${join(folder, 'extensions')}`,
    // Without this file it uses or creates the user's.
    `--config=${join(data, 'config.yaml')}`,
    ...more,
  ];
}

/** Options of an editor. */
export function codeServerPlan(
  folder: string,
  options: ServeOptions,
  environment: NodeJS.ProcessEnv,
): GuardianPlan {
  const { workspaceTrust = false } = options;
  const serve = codeServerCommand(
    folder,
    '--auth=none',
    '--bind-addr=127.0.0.1:0',
    // Without the driver the address's payload, with extensions and suite, is ignored.
    '--vscode-option=enable-smoke-test-driver',
    // To compress messages to a page on the same machine takes longer than to send them.
    '--vscode-option=disable-websocket-compression',
    '--disable-telemetry',
    '--disable-update-check',
    ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
    '--disable-getting-started-override',
  );
  return { folder, environment, commands: [serve] };
}

/**
 * The address that shows a workspace in the editor, with the extension under test and its suite.
 */
export function codeServerAddress(port: number, workspace: string, options: ServeOptions): string {
  const authority = `127.0.0.1:${port}`;
  const remote = (path: string) => `vscode-remote://${authority}${encodeURI(resolve(path))}`;
  const extension =
    options.extensions?.[0] ?? (options.suite === undefined ? undefined : emptyExtension);
  const payload = [
    // The editor uses one such entry, the last.
    ...(extension === undefined ? [] : [['extensionDevelopmentPath', remote(extension)]]),
    ...(options.suite === undefined ? [] : [['extensionTestsPath', remote(suiteRunner)]]),
    ['skipWelcome', 'true'],
  ];
  const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const query = new URLSearchParams({ [kind]: workspace, payload: JSON.stringify(payload) });
  return `http://${authority}/?${query.toString()}`;
}

/** The environment of the editor and its child processes. */
export function codeServerEnvironment(folder: string, options: ServeOptions): NodeJS.ProcessEnv {
  // If the tests were started in an editor's terminal, that editor would respond instead of the one
  // under test.
  const foreign = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_TEST_|PORT$)/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(own),
    TMPDIR: join(folder, 'tmp'),
    ...nugetLocks,
    // code-server writes logs there, whatever folders are set.
    XDG_DATA_HOME: join(folder, 'share'),
    ...(options.gallery ? {} : { EXTENSIONS_GALLERY: '{}' }),
    ...(options.suite === undefined ? {} : { IDE_SESSION_HOST_TEST_SUITE: resolve(options.suite) }),
    ...options.environment,
  };
}
