import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import '../../../../tools/fixtures/editorStandIn.ts';
import { lastPanel, RecordingContent, TabFixture, viewport } from './tabFixture.ts';

const { PageTab } = await import('../../../../src/vscode/ui/pageView/pageTab.ts');

const place = { viewColumn: 2 as never, preserveFocus: true };
const location = {
  type: 'location',
  url: 'http://localhost/',
  title: 'Shop',
  canGoBack: false,
  canGoForward: false,
  isLoading: true,
} as const;

function openTab(context: TestContext) {
  const fixture = new TabFixture(context);
  const tab = PageTab.open('Shop', place, fixture.options);
  return { fixture, panel: lastPanel(), tab };
}

test('a content hears the document and is heard by it', (context) => {
  const { panel, tab } = openTab(context);
  const content = new RecordingContent();
  tab.show(content);
  panel.say({ type: 'ready', viewport });
  panel.say({ type: 'drawn', frame: 1 });
  content.say(location);
  assert.deepEqual(content.heard, ['visible', 'ready', 'drawn']);
  assert.deepEqual(panel.received, [location]);
});

test('a content that comes after the document learns that it is ready', (context) => {
  const { panel, tab } = openTab(context);
  panel.say({ type: 'ready', viewport });
  const first = new RecordingContent();
  const second = new RecordingContent();
  tab.show(first);
  tab.show(second);
  first.say(location);
  second.say({ type: 'cursor', cursor: 'text' });
  assert.deepEqual(first.heard, ['visible', 'ready']);
  assert.deepEqual(second.heard, ['visible', 'ready']);
  assert.deepEqual(panel.received, [{ type: 'cursor', cursor: 'text' }]);
});

test('a hidden tab has no document until it is shown again', (context) => {
  const { panel, tab } = openTab(context);
  panel.say({ type: 'ready', viewport });
  panel.setVisible(false);
  const content = new RecordingContent();
  tab.show(content);
  assert.deepEqual(content.heard, ['hidden']);
  panel.setVisible(true);
  panel.say({ type: 'ready', viewport });
  assert.deepEqual(content.heard, ['hidden', 'visible', 'ready']);
});

test('a tab is activated when it is shown or gets the focus, not when it loses it', (context) => {
  const { panel, tab } = openTab(context);
  let activations = 0;
  tab.activated(() => activations++);
  const look = (visible: boolean, active: boolean): number => {
    panel.active = active;
    panel.setVisible(visible);
    return activations;
  };
  assert.equal(look(true, true), 1);
  // Another tab of its group opens: the editor first moves the focus.
  assert.equal(look(true, false), 1);
  assert.equal(look(false, false), 1);
  assert.equal(look(true, false), 2);
});

test('messages that are not of the protocol reach no page', (context) => {
  const { fixture, panel, tab } = openTab(context);
  const content = new RecordingContent();
  tab.show(content);
  panel.say({ type: 'navigate', navigation: { to: 'url', url: 'x'.repeat(1_000_000) } });
  panel.say({ type: 'evaluate', script: 'alert()' });
  panel.say(undefined);
  assert.deepEqual(content.heard, ['visible']);
  assert.equal(fixture.log.lines.length, 3);
});

test('a closed tab sends nothing to its content', (context) => {
  const { panel, tab } = openTab(context);
  const content = new RecordingContent();
  tab.show(content);
  let closed = 0;
  tab.closed(() => closed++);
  panel.dispose();
  content.say(location);
  assert.equal(closed, 1);
  assert.deepEqual(panel.received, []);
});

test('a tab is closed with its page, but left to the editor with its window', (context) => {
  const first = openTab(context);
  first.tab.dispose();
  assert.ok(first.panel.isDisposed);
  const second = openTab(context);
  second.fixture.isClosing = true;
  second.tab.dispose();
  assert.ok(!second.panel.isDisposed);
});

test('a document gets no file of the extension or the workspace', (context) => {
  const fixture = new TabFixture(context);
  PageTab.open('Shop', place, fixture.options).dispose();
  const { webview } = lastPanel();
  PageTab.restore(lastPanel() as never, fixture.options);
  assert.deepEqual(webview.options, { enableScripts: true, localResourceRoots: [] });
});
