import manifest from '../../../package.json' with { type: 'json' };
import * as vscode from 'vscode';
import type { ReportedOutput } from '../../api/door/hostReport.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import { getErrorCode } from '../../trace/errorCode.ts';
import { hostSecrets } from '../../host/report/hostSecrets.ts';
import { readInstalledTools } from '../../host/report/installedTools.ts';
import { readOutputs } from '../../host/report/readOutputs.ts';
import type { SessionHost } from '../../host/sessionHost.ts';
import type { KnownSecret } from '../../trace/secrets/checkSecrets.ts';
import { secretVariables } from '../../trace/secrets/knownSecrets.ts';
import { Placeholders } from '../../trace/placeholders.ts';
import { describeBuilds } from '../../trace/report/builds.ts';
import { describeSettings } from '../../trace/report/configured.ts';
import { describeBreakpoints, describeDebugSessions } from '../../trace/report/debugging.ts';
import { formatWithout } from '../../trace/report/formatReport.ts';
import { describeHost, type ShownHost } from '../../trace/report/hostState.ts';
import { describeSessions } from '../../trace/report/sessions.ts';
import { showOutput } from '../../trace/report/shownOutput.ts';
import { describeVersions, type Installation } from '../../trace/report/versions.ts';
import type { EditorApps } from '../window/editorApps.ts';
import { settings } from '../window/settings.ts';
import { readBreakpoints, readConfigured, readEditor, toShownDebugSession } from './windowFacts.ts';
import type { WindowTrace } from './windowTrace.ts';

/** The window that a report describes. */
export interface ReportedWindow {
  readonly owner: {
    readonly debugSessions: readonly vscode.DebugSession[];
    /** Rejects with a HumanError if it can't be opened. */
    host(): Promise<SessionHost>;
  };
  readonly apps: Pick<EditorApps, 'buildDisplay' | 'launchOptions'>;
  readonly trace: Pick<WindowTrace, 'recorder'>;
  readonly output: ReportedOutput;
}

/** Opens a document that describes the state of the window. Throws a HumanError if it contained a known secret. */
export async function openReport(window: ReportedWindow): Promise<void> {
  const content = await createReport(window);
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: false });
}

/** Describes the state of the window. Throws a HumanError if that contained a known secret. */
export async function createReport({
  apps,
  output,
  owner,
  trace: { recorder },
}: ReportedWindow): Promise<string> {
  const host = await owner.host().catch((error: unknown) => getErrorCode(error));
  const isOpen = typeof host !== 'string';
  const placeholders = recorder?.placeholders ?? new Placeholders();
  const sections = [
    describeVersions(await readInstallation(apps.launchOptions.tools.dotnet)),
    describeSettings(readConfigured()),
    describeHost(isOpen ? toShownHost(host) : { kind: 'closed', error: host }),
    describeSessions(isOpen ? host.sessions.list() : [], placeholders),
    describeDebugSessions(owner.debugSessions.map(toShownDebugSession)),
    describeBreakpoints(readBreakpoints()),
    describeBuilds(apps.buildDisplay.lastBuilds, placeholders),
  ];
  const secrets = getSecrets(isOpen ? host : undefined);
  const written =
    output === 'no output' ? undefined : isOpen ? await readOutputs(host.sessions) : [];
  const outputs = written?.map((one) => showOutput(one, secrets, placeholders));
  const trace = recorder && { header: recorder.header, records: recorder.list() };
  return formatWithout(secrets, { sections, outputs, trace });
}

function toShownHost({ controllers }: SessionHost): ShownHost {
  const { connected, hasSeenAny } = controllers;
  return { kind: 'open', controllers: connected, hasSeenAny };
}

async function readInstallation(dotnet: Dotnet): Promise<Installation> {
  return { ...readEditor(), host: manifest.version, ...(await readTools(dotnet)) };
}

/** Asks tools for their versions. A workspace can choose the browser, so nothing is run in an untrusted one. */
async function readTools(dotnet: Dotnet): Promise<Pick<Installation, 'sdks' | 'browsers'>> {
  if (!vscode.workspace.isTrusted) return { sdks: [], browsers: [] };
  return readInstalledTools(dotnet, settings.browser.get(undefined).path);
}

/** The secrets that this window knows. */
function getSecrets(host: SessionHost | undefined): readonly KnownSecret[] {
  return [
    ...(host === undefined ? [] : hostSecrets(host)),
    ...secretVariables(process.env),
    ...readConfigured().flatMap(({ value }) => settingSecrets(value)),
  ];
}

/** The variables that settings contain, wherever there is a property `env`. */
function settingSecrets(value: unknown): readonly KnownSecret[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    name === 'env' && typeof inner === 'object' && inner !== null
      ? Object.entries(inner).map(([key, text]) => ({ name: key, value: String(text) }))
      : settingSecrets(inner),
  );
}
