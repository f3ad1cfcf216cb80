import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { IdeSessionObject } from '../../../src/api/resource/ideSessionObject.ts';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import type { Controller } from '../../controller/controller.ts';
import { afterTest } from '../../fixtures/afterTest.ts';
import type { ApiHost } from '../../fixtures/api/apiHost.ts';
import { Kubectl } from '../../fixtures/api/kubectl.ts';
import { createCommands } from '../../fixtures/processes/hostedCli.ts';
import type { Phase } from './sightings.ts';

interface ClientOptions {
  readonly context: TestContext;
  readonly host: ApiHost;
  /** The controller of the sessions. */
  readonly controller: Controller;
  /** Called when the client reports a session. */
  readonly see: (session: string, phase: Phase) => void;
}

/** Starts a client that reports sessions of a host until the end of the context. */
export type StartClient = (options: ClientOptions) => Promise<void>;

/** A watch of the API, without anything else. */
export const startWatch: StartClient = async ({ context, host, see }) => {
  const { authority, server, token } = host.access;
  const sent = request(new URL(`${collectionPath}?watch=true`, server), {
    agent: false,
    ca: authority,
    headers: { authorization: `Bearer ${token}` },
  });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  afterTest(context, () => response.destroy());
  response.on('error', () => {});
  response.setEncoding('utf8').on('data', splitLines(eventReader(see)));
};

export const startKubectl: StartClient = async ({ context, host, see }) => {
  const kubectl = await Kubectl.of(context, host.kubeconfig);
  const output = 'jsonpath={.metadata.name} {.status.state}{"\\n"}';
  const { child } = kubectl.start(['get', 'idesessions', '--watch', '--output', output]);
  child.stdout?.on(
    'data',
    splitLines((line) => {
      const [name = '', state = ''] = line.split(' ');
      report(name, state, see);
    }),
  );
};

/** The command `sessions watch`. */
export const startCommand: StartClient = ({ context, host, see }) => {
  const { folder } = host.cli;
  const commands = createCommands(context, join(folder, 'run'), folder);
  const { child } = commands.start(['sessions', 'watch', '--output', 'json']);
  child.stdout?.on('data', splitLines(eventReader(see)));
  return Promise.resolve();
};

/** The stream of notifications to the controller. */
export const startStream: StartClient = async ({ controller, see }) => {
  controller.observe(({ notification_type: type, session_id: session }) => {
    if (type === 'processRestarted') see(session, 'running');
    if (type === 'sessionTerminated') see(session, 'ended');
  });
  await controller.connect();
};

function eventReader(see: ClientOptions['see']): (line: string) => void {
  return (line) => {
    const { object } = JSON.parse(line) as { readonly object: IdeSessionObject };
    report(object.metadata.name, object.status.state, see);
  };
}

function report(session: string, state: string, see: ClientOptions['see']): void {
  if (state === 'Running') see(session, 'running');
  if (state === 'Stopped' || state === 'Failed') see(session, 'ended');
}

/** Returns a listener for text that calls back with each line as soon as it is complete. */
function splitLines(take: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  };
}
