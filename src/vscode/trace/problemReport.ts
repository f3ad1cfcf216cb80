import * as vscode from 'vscode';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { installedBrowsers } from '../../browser/program/installedBrowsers.ts';
import { installedSdks } from '../../dotnet/sdk/installedSdks.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import { getErrorCode } from '../../trace/errorCode.ts';
import type { SessionHost } from '../../host/sessionHost.ts';
import { findSecrets, type KnownSecret } from '../../trace/checkSecrets.ts';
import { secretVariables } from '../../trace/knownSecrets.ts';
import { Placeholders } from '../../trace/placeholders.ts';
import { describeBuilds, type LastBuild } from '../../trace/report/builds.ts';
import { describeSettings } from '../../trace/report/configured.ts';
import { describeBreakpoints, describeDebugSessions } from '../../trace/report/debugging.ts';
import { formatReport } from '../../trace/report/formatReport.ts';
import { describeHost, type ShownHost } from '../../trace/report/hostState.ts';
import { describeSessions } from '../../trace/report/sessions.ts';
import { describeVersions, type Installation } from '../../trace/report/versions.ts';
import type { TraceRecorder } from '../../trace/traceRecorder.ts';
import { editorErrors } from '../errors.ts';
import { settings } from '../window/settings.ts';
import { readBreakpoints, readConfigured, readEditor, toShownDebugSession } from './windowFacts.ts';
import { hostSecrets, settingSecrets } from './windowSecrets.ts';

/** What a report is made of. */
export interface ReportSources {
  /** The version of the extension. */
  readonly version: string;
  readonly dotnet: Dotnet;
  /** Rejects with a HumanError if it can't be opened. */
  readonly host: Promise<SessionHost>;
  readonly debugSessions: readonly vscode.DebugSession[];
  readonly builds: readonly LastBuild[];
  /** Absent if nothing is recorded. */
  readonly recorder: TraceRecorder | undefined;
}

/** How long it may take to ask for the versions of tools, in milliseconds. */
const toolTimeout = 10_000;

/** Opens a document that describes the state of the window. Throws a HumanError if it contained a known secret. */
export async function openReport(sources: ReportSources): Promise<void> {
  const host = await sources.host.catch(() => undefined);
  const content = await createReport(sources);
  const [found] = findSecrets(content, getSecrets(host));
  if (found !== undefined) throw editorErrors.ReportWithSecret({ name: found });
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: false });
}

async function createReport(sources: ReportSources): Promise<string> {
  const { builds, debugSessions, recorder } = sources;
  const host = await sources.host.catch((error: unknown) => getErrorCode(error));
  const isOpen = typeof host !== 'string';
  const placeholders = recorder?.placeholders ?? new Placeholders();
  const sections = [
    describeVersions(await readInstallation(sources)),
    describeSettings(readConfigured()),
    describeHost(isOpen ? toShownHost(host) : { kind: 'closed', error: host }),
    describeSessions(isOpen ? host.sessions.list() : [], placeholders),
    describeDebugSessions(debugSessions.map(toShownDebugSession)),
    describeBreakpoints(readBreakpoints()),
    describeBuilds(builds, placeholders),
  ];
  const trace = recorder && { header: recorder.header, records: recorder.list() };
  return formatReport({ sections, trace });
}

function toShownHost({ controllers }: SessionHost): ShownHost {
  const { connected, hasSeenAny } = controllers;
  return { kind: 'open', controllers: connected, hasSeenAny };
}

async function readInstallation({ dotnet, version }: ReportSources): Promise<Installation> {
  return { ...readEditor(), host: version, ...(await readTools(dotnet)) };
}

/** Asks tools for their versions. A workspace can choose the browser, so nothing is run in an untrusted one. */
async function readTools(dotnet: Dotnet): Promise<Pick<Installation, 'sdks' | 'browsers'>> {
  if (!vscode.workspace.isTrusted) return { sdks: [], browsers: [] };
  const { clock, launchContext } = dotnet;
  const { path } = settings.browser.get(undefined);
  const [sdks, browsers] = await Promise.all([
    inTime(clock, installedSdks(dotnet)),
    inTime(clock, installedBrowsers(path, launchContext)),
  ]);
  return { sdks, browsers };
}

function inTime<T>(clock: Clock, found: Promise<readonly T[]>): Promise<readonly T[]> {
  return withTimeout<readonly T[], readonly T[]>(clock, toolTimeout, found, []);
}

/** The secrets that this window knows. */
function getSecrets(host: SessionHost | undefined): readonly KnownSecret[] {
  return [
    ...(host === undefined ? [] : hostSecrets(host)),
    ...secretVariables(process.env),
    ...readConfigured().flatMap(({ value }) => settingSecrets(value)),
  ];
}
