import { remoteErrors } from '../../src/api/remote/errors.ts';
import { clientErrors } from '../../src/api/client/errors.ts';
import { apiServerErrors } from '../../src/api/server/errors.ts';
import { appErrors } from '../../src/apps/errors.ts';
import { doorErrors } from '../../src/api/door/errors.ts';
import { browserErrors } from '../../src/browser/errors.ts';
import { cliErrors } from '../../src/cli/errors.ts';
import type { ErrorEntry } from '../../src/common/errorCatalogue.ts';
import { dotnetErrors } from '../../src/dotnet/errors.ts';
import { serverErrors } from '../../src/common/server/errors.ts';
import { hostErrors } from '../../src/host/errors.ts';
import { toolErrors } from '../../src/host/tools/errors.ts';
import { launchErrors } from '../../src/launch/errors.ts';
import { runnerErrors } from '../../src/processes/errors.ts';
import { projectErrors } from '../../src/projects/errors.ts';
import { sessionErrors } from '../../src/sessions/errors.ts';
import { inputErrors } from '../../src/sessions/inputs/errors.ts';
import { traceErrors } from '../../src/trace/errors.ts';
import { editorErrors } from '../../src/vscode/errors.ts';
import { wasmErrors } from '../../src/wasm/errors.ts';

/** The errors of a layer, by code. */
export interface Catalogue {
  readonly title: string;
  readonly errors: Readonly<Record<string, { readonly entry: ErrorEntry }>>;
}

/** All errors that users and controllers see, except the responses of the run-session protocol. */
export const catalogues: readonly Catalogue[] = [
  { title: 'Launch configurations and settings', errors: launchErrors },
  { title: 'Sessions', errors: sessionErrors },
  { title: 'Sessions that are out of date', errors: inputErrors },
  { title: 'Servers and their files', errors: serverErrors },
  { title: 'Kubernetes API', errors: apiServerErrors },
  { title: 'Host', errors: hostErrors },
  { title: 'Traces', errors: traceErrors },
  { title: 'Tools for language models', errors: toolErrors },
  { title: 'Kubernetes API servers', errors: clientErrors },
  { title: 'Sessions of a cluster', errors: remoteErrors },
  { title: 'Programs', errors: runnerErrors },
  { title: '.NET projects and builds', errors: dotnetErrors },
  { title: 'Running and serving projects', errors: projectErrors },
  { title: 'Apps', errors: appErrors },
  { title: 'Browsers and pages', errors: browserErrors },
  { title: 'C# in the browser', errors: wasmErrors },
  { title: 'Editor', errors: editorErrors },
  { title: 'Command line', errors: cliErrors },
  { title: 'Socket of the command line', errors: doorErrors },
];
