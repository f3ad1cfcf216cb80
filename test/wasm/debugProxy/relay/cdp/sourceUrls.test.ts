import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { sourceUrls } from '../../../../../src/wasm/debugProxy/relay/cdp/sourceUrls.ts';
import { PipelineFixture } from '../pipelineFixture.ts';

const onPosix = { skip: process.platform === 'win32' ? 'paths use the POSIX format' : false };

/** A character as js-debug writes it into a pattern: unchanged, or escaped as in URLs. */
function patternOf(url: string): string {
  return Array.from(url, (character) => {
    const plain = character.replace(/[-/\\^$*+?.()|[\]{}]/, '\\$&');
    const coded = encodeURIComponent(character);
    if (character === '/' || coded === character) return plain;
    return `(?:${plain}|${coded})`;
  })
    .join('')
    .concat('($|\\?)');
}

/** A path's URL as the debug proxy writes it. */
function dotnetUrl(path: string): string {
  const escaped = (part: string): string =>
    encodeURIComponent(part).replaceAll(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return `file://${path.split('/').map(escaped).join('/')}`;
}

const names = [
  'Program Files (x86)',
  '100% größe',
  'C# code',
  'a%20b',
  '日本語 ключ',
  "it's & co!",
  'a+b=c,d;e@~',
  '$(x) [y] {z}',
  'star*quest?pipe|',
  'deep'.repeat(60),
];

for (const name of names) {
  test(`a breakpoint in a folder ${name.slice(0, 20)} is bound`, onPosix, () => {
    const fixture = new PipelineFixture(sourceUrls(undefined));
    const path = `/home/ann/${name}/Pages/Home.razor`;
    const params = { urlRegex: patternOf(`file://${path}`), lineNumber: 3 };
    fixture.command({ id: 1, method: 'Debugger.setBreakpointByUrl', params });
    const [{ params: sent } = {}] = fixture.browserHeard;
    const { urlRegex } = sent as { urlRegex: string };
    const pattern = new RegExp(urlRegex);
    assert.match(dotnetUrl(path), pattern);
    assert.match(`file://${path}`, pattern);
    assert.doesNotMatch(dotnetUrl(path.replace('Home', 'Other')), pattern);
  });
}

const folders = [
  ['/home/ann/shop', '/disk/work/shop'],
  ['/home/ann/C# [x]', "/disk/100% größe/it's (a) & b"],
  ['/home/ключ/a+b', '/disk/日本語/$x'],
] as const;

for (const [opened, real] of folders) {
  test(`a breakpoint set in ${opened} is translated to ${real}, and back`, onPosix, () => {
    const fixture = new PipelineFixture(sourceUrls({ opened, real }));
    const files = [`${opened}/Pages/Home.razor`, '/elsewhere/Home.razor'];
    const urlRegex = files.map((file) => patternOf(`file://${file}`)).join('|');
    const params = { urlRegex, lineNumber: 3 };
    fixture.command({ id: 1, method: 'Debugger.setBreakpointByUrl', params });
    const [{ params: sent } = {}] = fixture.browserHeard;
    const { urlRegex: heard, ...rest } = sent as { urlRegex: string };
    assert.deepEqual(rest, { lineNumber: 3 });
    const isMatch = (path: string): boolean => new RegExp(heard, 'u').test(path);
    for (const url of [
      `file://${real}/Pages/Home.razor`,
      pathToFileURL(`${real}/Pages/Home.razor`).href,
      dotnetUrl(`${real}/Pages/Home.razor`),
      `file://${opened}/Pages/Home.razor`,
      'file:///elsewhere/Home.razor',
    ]) {
      assert.ok(isMatch(url), url);
    }
    assert.ok(!isMatch(`file://${real}/Pages/Other.razor`));
    assert.ok(!isMatch(`file://${real}2/Pages/Home.razor`));

    const script = { scriptId: 'dotnet://1_2', url: pathToFileURL(`${real}/Calc.cs`).href };
    fixture.report({ method: 'Debugger.scriptParsed', params: script });
    assert.deepEqual(fixture.debuggerHeard[0]?.['params'], {
      ...script,
      url: pathToFileURL(`${opened}/Calc.cs`).href,
    });
  });
}

test('other sources, scripts and breakpoints by URL keep their addresses', onPosix, () => {
  const fixture = new PipelineFixture(sourceUrls({ opened: '/opened', real: '/real' }));
  for (const url of ['file:///really/A.cs', 'http://localhost/real/a.js', 'file:////host/a', '']) {
    const script = { scriptId: '1', url };
    fixture.report({ method: 'Debugger.scriptParsed', params: script });
    assert.deepEqual(fixture.debuggerHeard.at(-1)?.['params'], script);
  }
  const params = { url: 'file:///opened/A.cs', lineNumber: 0 };
  fixture.command({ id: 1, method: 'Debugger.setBreakpointByUrl', params });
  const sent = fixture.browserHeard.at(-1)?.['params'];
  assert.deepEqual(sent, { ...params, url: 'file:///real/A.cs' });
});

test('a breakpoint in a network share is translated to its server, and back', () => {
  const fixture = new PipelineFixture(sourceUrls(undefined));
  const [ofDebugger, ofProxy] = ['file:////server/share/Shop', 'file://server/share/Shop'];
  const params = { urlRegex: patternOf(`${ofDebugger}/Calc.cs`), lineNumber: 3 };
  fixture.command({ id: 1, method: 'Debugger.setBreakpointByUrl', params });
  const sent = fixture.browserHeard[0]?.['params'] as { urlRegex: string };
  assert.match(`${ofProxy}/Calc.cs`, new RegExp(sent.urlRegex));
  assert.match(`${ofDebugger}/Calc.cs`, new RegExp(sent.urlRegex));
  assert.doesNotMatch(`${ofProxy}/Other.cs`, new RegExp(sent.urlRegex));
  assert.doesNotMatch('file:///share/Shop/Calc.cs', new RegExp(sent.urlRegex));
  const byUrl = { url: `${ofDebugger}/Calc.cs`, lineNumber: 3 };
  fixture.command({ id: 2, method: 'Debugger.setBreakpointByUrl', params: byUrl });
  assert.deepEqual(fixture.browserHeard[1]?.['params'], { ...byUrl, url: `${ofProxy}/Calc.cs` });

  const script = { scriptId: 'dotnet://1_2', url: `${ofProxy}/Calc.cs` };
  fixture.report({ method: 'Debugger.scriptParsed', params: script });
  const heard = fixture.debuggerHeard[0]?.['params'];
  assert.deepEqual(heard, { ...script, url: `${ofDebugger}/Calc.cs` });
});
