import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import * as z from 'zod/mini';
import { PageAccessibility } from '../../../../src/browser/view/accessibility/pageAccessibility.ts';
import {
  type AccessibleNode,
  accessibleNodeSchema,
  type NodeAction,
} from '../../../../src/pageView/messages/accessibleNode.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../../tools/fixtures/recordingLog.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { PageFixture } from '../../page/pageFixture.ts';
import { openView, type OpenView } from '../openView.ts';
import { collect, ViewedPage } from '../viewedPage.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

/** In the payload of a script's message. */
const toldChange = String.raw`{\"script\":\"accessibility\"`;

interface ReadPage {
  readonly view: OpenView;
  /** The newest tree. */
  readonly root: () => AccessibleNode | undefined;
  /** Resolves to a node, once it is there. */
  readonly find: (role: string, name: string) => Promise<AccessibleNode>;
  readonly act: (node: AccessibleNode, what: NodeAction) => void;
}

async function readPage(context: TestContext, html: string): Promise<ReadPage> {
  const view = await openView(context, fixture, html);
  view.view.handle({ type: 'accessibility', isWanted: true });
  const root = (): AccessibleNode | undefined => {
    const update = view.updates.findLast(({ type }) => type === 'accessibility');
    return update?.type === 'accessibility' ? update.root : undefined;
  };
  return {
    view,
    root,
    async find(role, name) {
      const search = () => list(root()).find((node) => node.role === role && node.name === name);
      await until(`there is a ${role} ${name}`, () => search() !== undefined);
      return accessibleNodeSchema.parse(search());
    },
    act: ({ id }, what) => view.view.handle({ type: 'node', id, what }),
  };
}

function list(root: AccessibleNode | undefined): readonly AccessibleNode[] {
  return root === undefined ? [] : [root, ...root.children.flatMap(list)];
}

test('the content of a page and its frames are nodes that act', limit, async (context) => {
  const { act, find, view } = await readPage(
    context,
    `<h2>Order</h2>
     <button aria-pressed="true" onclick="document.title = 'Pressed'">Send</button>
     <input aria-label="Name" value="Ada"><input aria-label="Locked" readonly value="fixed">
     <select aria-label="Colour"><option>Red<option>Blue</select>
     <input type="date" aria-label="Day">
     <div contenteditable role="textbox" aria-label="Note">old</div>
     <iframe srcdoc="<button onclick='parent.document.title = &quot;Inner&quot;'>Inside</button>"></iframe>
     <script>globalThis.heard = []; for (const type of ['input', 'change']) addEventListener(type, () => heard.push(type));</script>`,
  );
  assert.deepEqual((await find('heading', 'Order')).states, { level: '2' });
  const button = await find('button', 'Send');
  assert.equal(button.states['pressed'], 'true');
  act(button, { action: 'press' });
  await view.pageShows('document.title', 'Pressed');
  const field = await find('textbox', 'Name');
  assert.equal(field.value, 'Ada');
  act(field, { action: 'setValue', value: 'Grace' });
  await view.pageShows('document.querySelector("input").value + heard.join()', 'Graceinput,change');
  act(await find('textbox', 'Locked'), { action: 'setValue', value: 'changed' });
  act(await find('textbox', 'Note'), { action: 'setValue', value: 'new' });
  await view.pageShows('document.querySelector("div").textContent', 'new');
  await view.pageShows('document.querySelector("[readonly]").value', 'fixed');
  act(button, { action: 'focus' });
  await view.pageShows('document.activeElement.localName', 'button');
  act(await find('button', 'Inside'), { action: 'press' });
  await view.pageShows('document.title', 'Inner');
  act(await find('combobox', 'Colour'), { action: 'press' });
  await until('the list opens', () =>
    view.updates.some((update) => update.type === 'choice' && update.choice?.kind === 'list'),
  );
  act(await find('combobox', 'Colour'), { action: 'setValue', value: 'Blue' });
  await view.pageShows('document.querySelector("select").value', 'Blue');
});

test('the tree follows changes and navigation while it is wanted', limit, async (context) => {
  const { find, root, view } = await readPage(context, '<p role="status">Waiting</p>');
  await find('StaticText', 'Waiting');
  await view.run("document.querySelector('p').textContent = 'Ready'");
  await find('StaticText', 'Ready');
  const known = view.updates.length;
  await view.run('document.title = document.title');
  await view.page.reload();
  await find('StaticText', 'Waiting');
  assert.ok(view.updates.length > known);
  view.view.handle({ type: 'accessibility', isWanted: false });
  await until('it is gone', () => root() === undefined);
});

test('a tree that is not wanted any more is not read', limit, async (context) => {
  const clock = new ManualClock();
  const { page, session, world } = await ViewedPage.open(context, fixture, '<p>New</p>', clock);
  const accessibility = new PageAccessibility(session, world, clock, new RecordingLog());
  afterTest(context, () => accessibility.dispose());
  const updates = collect(context, accessibility.updates);
  // It comes after what the page tells of an earlier change.
  const marks = collect(context, world.add('mark', "on('mark', () => setTimeout(send, 300, ''))"));
  const events = collect(context, session.events);
  const changes = (): number =>
    events.filter(({ params }) => JSON.stringify(params).includes(toldChange)).length;
  const change = (): Promise<unknown> =>
    page.evaluate("document.querySelector('p').textContent += 'er'", z.unknown());
  await world.install();
  accessibility.setWanted(true);
  clock.advance(1_000);
  await until('it is read', () => updates.length === 1);
  await change();
  await until('the change is told', () => changes() === 1);
  const send = context.mock.method(session, 'send');
  accessibility.setWanted(false);
  clock.advance(10_000);
  assert.equal(send.mock.callCount(), 0);
  await change();
  await page.evaluate("dispatchEvent(new Event('mark'))", z.unknown());
  await until('the mark is told', () => marks.length === 1);
  assert.equal(changes(), 1);
});

test('a paused page is not acted on', limit, async (context) => {
  const { act, find, view } = await readPage(
    context,
    `<button onclick="document.title += 'x'">Go</button>`,
  );
  const button = await find('button', 'Go');
  view.view.setPaused('Paused');
  act(button, { action: 'press' });
  view.view.setPaused(undefined);
  act(button, { action: 'press' });
  await view.pageShows('document.title', 'x');
});

test(
  'a page with much content is read in part, one with endless content is not',
  limit,
  async (context) => {
    const { find, root, view } = await readPage(
      context,
      `<script>
      const fill = (count) => {
        for (let i = 0; i < count; i++) document.body.append(Object.assign(document.createElement('button'), { ariaLabel: 'x'.repeat(1100) }));
      };
      fill(2100);
      let inner = document.body;
      for (let i = 0; i < 300; i++) inner = inner.appendChild(Object.assign(document.createElement('section'), { ariaLabel: 'deep' }));
    </script>`,
    );
    await until('there is a tree', () => root() !== undefined);
    const nodes = list(root());
    assert.ok(nodes.length > 500 && nodes.length <= 2_000, `${nodes.length} nodes`);
    for (const { name } of nodes) assert.ok(name.length <= 1_000);
    // Hidden elements count, but take no time to lay out.
    await view.run(
      "document.body.insertAdjacentHTML('beforeend', '<i hidden></i>'.repeat(20_000))",
    );
    await until('it is not read', () => root() === undefined);
    await view.run("document.body.innerHTML = '<button>Few</button>'");
    await find('button', 'Few');
  },
);
