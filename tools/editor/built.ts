// What the editor tests run: the packaged extension and the suites, as built by `npm test`.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../setup/node.mjs';

const built = (name: string) => join(projectFolder, 'dist', name);

/** The packaged extension, as users install it. */
export const packagedExtension = built('ide-session-host.vsix');

/** The file of a suite that runs in the editor's extension host. */
export function builtSuite(name: string): string {
  const file = built(join('test', `${name}.cjs`));
  if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build:tests first.`);
  return file;
}

export const workspace = join(import.meta.dirname, '../../test/editor/workspace');
export const languagesFixture = join(import.meta.dirname, '../../test/editor/fixtures/languages');
export const debugpyFixture = join(import.meta.dirname, '../../test/editor/fixtures/debugpy');
export const aspireFixture = join(import.meta.dirname, '../../test/editor/fixtures/aspire');
export const coreclrFixture = join(import.meta.dirname, '../../test/editor/fixtures/coreclr');

/** Extensions that contribute real debuggers instead of stand-ins. */
export const realDebuggers = ['realDebugpy', 'realDelve', 'realLldb'].map((name) =>
  join(import.meta.dirname, '../../test/editor/fixtures', name),
);

/** The suites' controllers run in the extension host, whose network the editor would intercept. */
export const networkSettings = { 'http.proxySupport': 'off', 'http.systemCertificates': false };
