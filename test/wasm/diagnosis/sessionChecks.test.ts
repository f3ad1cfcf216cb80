import { browserCheck } from '../../../src/wasm/diagnosis/checks/browser.ts';
import { debugProxyCheck } from '../../../src/wasm/diagnosis/checks/debugProxy.ts';
import { otherExtensionsCheck } from '../../../src/wasm/diagnosis/checks/otherExtensions.ts';
import { versionsCheck } from '../../../src/wasm/diagnosis/checks/versions.ts';
import type { DiagnosisFacts } from '../../../src/wasm/diagnosis/facts.ts';
import { ranSession } from './healthyFacts.ts';
import { testCheck } from './verdicts.ts';

const noSession = {
  when: 'nothing runs',
  change: { session: undefined },
  outcome: 'not applicable',
  finding: /No session/,
} as const;

testCheck(debugProxyCheck, [
  noSession,
  { when: 'it is attached', change: {}, outcome: 'ok', finding: /\(10\.0\.12\) is attached/ },
  {
    when: 'its version is not known',
    change: ranSession({ proxy: { kind: 'app', reachable: true } }),
    outcome: 'ok',
    finding: /^The app's debug proxy is attached\.$/,
  },
  {
    when: 'there is none',
    change: ranSession({ proxy: undefined }),
    outcome: 'problem',
    finding: /only JavaScript can be debugged/,
    fix: /dotnet restore/,
  },
  {
    when: "the session's own does not answer",
    change: ranSession({ proxy: { kind: 'own', reachable: false } }),
    outcome: 'problem',
    finding: /^The session's debug proxy does not respond\.$/,
    fix: /^Stop the session/,
  },
  {
    when: "the app's does not answer",
    change: ranSession({ proxy: { kind: 'app', reachable: false } }),
    outcome: 'problem',
    finding: /only the first browser that requested it/,
    fix: /^Stop the app and the session/,
  },
  {
    when: 'the debugger is not attached',
    change: ranSession({ isAttached: false }),
    outcome: 'problem',
    finding: /not attached/,
    fix: /start it again/,
  },
]);

testCheck(browserCheck, [
  noSession,
  { when: 'it answers', change: {}, outcome: 'ok', finding: /^chromium responds/ },
  {
    when: 'there is none',
    change: ranSession({ browser: undefined }),
    outcome: 'problem',
    finding: /no browser/,
    fix: /with a browser/,
  },
  {
    when: 'it is gone',
    change: ranSession({ browser: { kind: 'msedge', reachable: false } }),
    outcome: 'problem',
    finding: /^msedge does not respond/,
    fix: /start the session again/,
  },
  {
    when: 'it is none that C# can be debugged in',
    change: ranSession({ browser: { kind: 'firefox', reachable: true } }),
    outcome: 'problem',
    finding: /Chromium-based/,
    fix: /Chrome, Edge or Chromium/,
  },
  {
    when: 'the components run on the server',
    change: ranSession({ place: { kind: 'server' } }),
    outcome: 'problem',
    finding: /components run on the server.*render mode Auto/,
    fix: /^Reload the page\./,
  },
  {
    when: 'the app is in a frame',
    change: ranSession({ place: { kind: 'frame', url: 'http://localhost:5000/app' } }),
    outcome: 'problem',
    finding: /runs in an iframe/,
    fix: /^Open http:\/\/localhost:5000\/app in a page of its own\.$/,
  },
]);

function versions(runtime: string | undefined, proxy: string | undefined): Partial<DiagnosisFacts> {
  return ranSession({
    proxy: { kind: 'own', reachable: true, ...(proxy !== undefined && { version: proxy }) },
    page: {
      ...(runtime !== undefined && { runtimeVersion: runtime }),
      serviceWorker: { controlled: false, scopes: [] },
    },
  });
}

testCheck(versionsCheck, [
  noSession,
  {
    when: 'they are the same',
    change: {},
    outcome: 'ok',
    finding: /\.NET 10\.0\.12, .* 10\.0\.12/,
  },
  {
    when: 'the proxy is newer',
    change: versions('10.0.3', '10.0.12'),
    outcome: 'ok',
    finding: /10\.0\.3/,
  },
  {
    when: 'the proxy is older',
    change: versions('10.0.12', '10.0.3'),
    outcome: 'problem',
    finding: /proxy \(10\.0\.3\) is older than the page's runtime \(10\.0\.12\)/,
    fix: /DevServer in the client project to 10\.0\.12/,
  },
  {
    when: 'the proxy is a preview of the runtime',
    change: versions('10.0.0', '10.0.0-rc.2.25502.107'),
    outcome: 'problem',
    finding: /older/,
    fix: /to 10\.0\.0,/,
  },
  {
    when: 'the proxy is an earlier preview',
    change: versions('11.0.0-preview.10', '11.0.0-preview.9'),
    outcome: 'problem',
    finding: /older/,
    fix: /preview\.10/,
  },
  {
    when: 'build data follow the version',
    change: versions('10.0.12+3c2a1b', '10.0.12'),
    outcome: 'ok',
    finding: /\.NET 10\.0\.12,/,
  },
  {
    when: 'the proxy is of another major version',
    change: versions('9.0.5', '10.0.12'),
    outcome: 'problem',
    finding: /runs \.NET 9\.0\.5, but the debug proxy is for 10\.0\.12/,
    fix: /9\.0\.5/,
  },
  {
    when: 'the page does not know',
    change: versions(undefined, '10.0.12'),
    outcome: 'unknown',
    finding: /runtime is not known/,
  },
  {
    when: 'the proxy does not say',
    change: versions('10.0.12', undefined),
    outcome: 'unknown',
    finding: /proxy is not known/,
  },
  {
    when: 'the page could not be asked',
    change: ranSession({ page: { problem: 'It is closed.' } }),
    outcome: 'unknown',
    finding: /It is closed\.$/,
  },
  {
    when: 'the page was not asked',
    change: ranSession({ page: undefined }),
    outcome: 'unknown',
    finding: /no session is running/,
  },
  {
    when: 'there is no proxy',
    change: ranSession({ proxy: undefined }),
    outcome: 'not applicable',
    finding: /no debug proxy/,
  },
]);

const csharp = { id: 'ms-dotnettools.csharp', version: '2.150.0' };
const devKit = { id: 'ms-dotnettools.csdevkit', version: '3.30.0' };

testCheck(otherExtensionsCheck, [
  { when: 'there are none', change: {}, outcome: 'ok', finding: /No other extension/ },
  {
    when: 'they are installed, but debug nothing',
    change: { extensions: [csharp, devKit] },
    outcome: 'ok',
    finding: /not debugging in this window: `ms-dotnettools\.csharp`, `ms-dotnettools\.csdevkit`/,
  },
  {
    when: 'C# Dev Kit is there and what runs is not known',
    change: { extensions: [devKit], otherDebugSessions: undefined },
    outcome: 'warning',
    finding: /C# Dev Kit is installed/,
    fix: /not by C# Dev Kit/,
  },
  {
    when: 'a session of the C# extension runs',
    change: { extensions: [csharp], otherDebugSessions: ['pwa-node', 'blazorwasm'] },
    outcome: 'problem',
    finding: /`blazorwasm` runs/,
    fix: /^Stop the `blazorwasm` session/,
  },
  {
    when: "a session of Aspire's runs",
    change: { otherDebugSessions: ['aspire'] },
    outcome: 'warning',
    finding: /without a debugger/,
    fix: /start the AppHost from a terminal/,
  },
  {
    when: 'the C# extension is asked for and there',
    change: { extensions: [csharp], settings: { debugger: 'csharp' } },
    outcome: 'warning',
    finding: /ends every debug session/,
    fix: /^Set the debugger back/,
  },
  {
    when: 'the C# extension is asked for and not there',
    change: { settings: { debugger: 'csharp' } },
    outcome: 'problem',
    finding: /not installed/,
    fix: /^Set the debugger back/,
  },
]);
