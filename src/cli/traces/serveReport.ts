import manifest from '../../../package.json' with { type: 'json' };
import type { ReportedOutput } from '../../api/door/hostReport.ts';
import { hostSecrets } from '../../host/report/hostSecrets.ts';
import { readInstalledTools } from '../../host/report/installedTools.ts';
import { readOutputs } from '../../host/report/readOutputs.ts';
import type { SessionHost } from '../../host/sessionHost.ts';
import { secretVariables } from '../../trace/secrets/knownSecrets.ts';
import { Placeholders } from '../../trace/placeholders.ts';
import { describeBuilds } from '../../trace/report/builds.ts';
import { describeOptions, type GivenOptions } from '../../trace/report/configured.ts';
import { formatWithout } from '../../trace/report/formatReport.ts';
import { describeHost } from '../../trace/report/hostState.ts';
import { describeSessions } from '../../trace/report/sessions.ts';
import { showOutput } from '../../trace/report/shownOutput.ts';
import { describeVersions } from '../../trace/report/versions.ts';
import type { TraceRecorder } from '../../trace/traceRecorder.ts';
import type { PlainApps } from '../apps.ts';
import { defaultLinger, type ServeOptions } from '../invocation.ts';

/** What the report of a headless host is made of. */
interface ReportedServe {
  readonly options: ServeOptions;
  readonly apps: Pick<PlainApps, 'dotnet' | 'lastBuilds'>;
  readonly host: SessionHost;
  /** Absent if nothing is recorded. */
  readonly recorder: TraceRecorder | undefined;
  readonly output: ReportedOutput;
}

/** Describes a headless host. Throws a HumanError if that contained a known secret. */
export async function createServeReport(reported: ReportedServe): Promise<string> {
  const { apps, host, options, output, recorder } = reported;
  const { connected, hasSeenAny } = host.controllers;
  const placeholders = recorder?.placeholders ?? new Placeholders();
  const tools = await readInstalledTools(apps.dotnet, undefined);
  const sections = [
    describeVersions({ host: manifest.version, ...tools, extensions: [] }),
    describeOptions(listGiven(options)),
    describeHost({ kind: 'open', controllers: connected, hasSeenAny }),
    describeSessions(host.sessions.list(), placeholders),
    describeBuilds(apps.lastBuilds.list(), placeholders),
  ];
  const secrets = [...hostSecrets(host), ...secretVariables(process.env)];
  const written = output === 'no output' ? undefined : await readOutputs(host.sessions);
  const outputs = written?.map((one) => showOutput(one, secrets, placeholders));
  const trace = recorder && { header: recorder.header, records: recorder.list() };
  return formatWithout(secrets, { sections, outputs, trace });
}

/** Times are in seconds. */
function listGiven({ lifecycle, ...options }: ServeOptions): GivenOptions {
  const { idleStop, maxSessions, timeToLive } = lifecycle;
  const { command, linger, port, prebuild } = options;
  return {
    '--json': options.json,
    '--port': port > 0 && port,
    '--state': options.state !== undefined,
    '--trace': options.trace !== undefined,
    '--api': options.api !== undefined,
    '--kubeconfig': options.api?.kubeconfig !== undefined,
    '--from-kubeconfig': options.cluster !== undefined,
    '--linger': linger / 1_000 !== defaultLinger && linger / 1_000,
    '--idle-stop': idleStop !== undefined && idleStop / 1_000,
    '--time-to-live': timeToLive !== undefined && timeToLive / 1_000,
    '--max-sessions': maxSessions ?? false,
    '--prebuild': prebuild?.length ?? false,
    '--hot-reload': options.hotReload,
    '--keep': options.keep,
    '--verbose': options.verbose,
    '--': command.length > 0,
  };
}
