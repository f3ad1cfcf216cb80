import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import * as z from 'zod/mini';
import { Choices, type ChoiceSession } from '../../../../src/browser/view/choices/choices.ts';
import { listFrames } from '../../../../src/browser/view/scripts/pageFrames.ts';
import { type Choice, choiceSchema } from '../../../../src/pageView/messages/choice.ts';
import { modifierBits } from '../../../../src/pageView/messages/pageInput.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../../tools/fixtures/web/pageValue.ts';
import { PageFixture } from '../../page/pageFixture.ts';
import { collect, keys, ViewedPage } from '../viewedPage.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

const selectPage = `
<select style="position: absolute; left: 20px; top: 30px; width: 120px; height: 24px; border: 2px solid; margin: 0">
  <option>Red</option>
  <optgroup label="Dark"><option disabled>Black</option><option selected>Navy</option></optgroup>
</select>
<script>
  globalThis.heard = [];
  for (const type of ['mousedown', 'input', 'change']) {
    addEventListener(type, (event) => heard.push(type + (event.defaultPrevented ? ' prevented' : '')));
  }
</script>`;
const heard = 'heard.splice(0).join()';
const selected = 'document.querySelector("select").value';

/** A page whose choices open in a view. */
interface OpenedPage {
  readonly viewed: ViewedPage;
  readonly choices: Choices;
  /** Resolves to the next choice that opens. */
  readonly opened: () => Promise<Choice>;
  /** Resolves when no choice is open. */
  readonly closed: () => Promise<void>;
}

async function openChoices(
  context: TestContext,
  html: string,
  toSession = (session: ChoiceSession) => session,
): Promise<OpenedPage> {
  const viewed = await ViewedPage.open(context, fixture, html);
  const choices = new Choices(toSession(viewed.session), viewed.world);
  afterTest(context, () => choices.dispose());
  const updates = collect(context, choices.updates);
  await viewed.world.install();
  const latest = (): unknown => {
    const update = updates.at(-1);
    return update?.type === 'choice' ? update.choice : undefined;
  };
  return {
    viewed,
    choices,
    async opened() {
      await until('a choice opens', () => latest() !== undefined);
      const choice = choiceSchema.parse(latest());
      updates.length = 0;
      return choice;
    },
    async closed() {
      await until('the choice closes', () => updates.length > 0 && latest() === undefined);
      // An answer is on its way to the page.
      await viewed.session.send('Runtime.evaluate', { expression: '0' });
    },
  };
}

/** Resolves when the scripts listen in a frame. */
async function untilListening({ session, world }: ViewedPage, frameId: string): Promise<void> {
  const answerSchema = z.object({ result: z.object({ value: z.boolean() }) });
  const expression = '(getEventListeners(window).mousedown ?? []).length > 0';
  await until('scripts listen', async () => {
    const contextId = await world.contextOf(frameId);
    const how = { expression, contextId, includeCommandLineAPI: true };
    return answerSchema.parse(await session.send('Runtime.evaluate', how)).result.value;
  });
}

test('a drop-down list opens in the view and an option is chosen', limit, async (context) => {
  const { viewed, choices, opened, closed } = await openChoices(context, selectPage);
  await viewed.click(40, 40);
  const choice = await opened();
  assert.deepEqual(choice, {
    kind: 'list',
    id: choice.id,
    rectangle: { x: 20, y: 30, width: 120, height: 24 },
    isMultiple: false,
    options: [
      { label: 'Red', isDisabled: false, isSelected: false, group: '' },
      { label: 'Black', isDisabled: true, isSelected: false, group: 'Dark' },
      { label: 'Navy', isDisabled: false, isSelected: true, group: 'Dark' },
    ],
  });
  await untilValue(viewed.page, 'document.activeElement.localName', 'select');
  choices.handleChoose(choice.id, { kind: 'options', indices: [0] });
  await closed();
  await untilValue(viewed.page, selected, 'Red');
  await untilValue(viewed.page, heard, 'mousedown,input,change');
});

test('an answer changes nothing if it is not possible', limit, async (context) => {
  const { viewed, choices, opened, closed } = await openChoices(context, selectPage);
  for (const indices of [[2], [1], [7]]) {
    await viewed.click(40, 40);
    const { id } = await opened();
    choices.handleChoose(id + 1, { kind: 'options', indices: [0] });
    choices.handleChoose(id, { kind: 'options', indices });
    await closed();
    choices.handleChoose(id, { kind: 'options', indices: [0] });
  }
  assert.equal(
    await viewed.page.evaluate(`${selected} + ${heard}`, z.string()),
    'Navymousedown,mousedown,mousedown',
  );
});

test('a list opens by keys that open it in a browser', limit, async (context) => {
  const { viewed, opened, closed, choices } = await openChoices(context, selectPage);
  const { alt } = modifierBits;
  await viewed.page.evaluate('document.querySelector("select").focus()', z.undefined());
  for (const [key, modifiers] of [
    [keys.space, 0],
    [keys.enter, 0],
    [keys.f4, 0],
    [keys.down, alt],
  ] as const) {
    await viewed.press(key, modifiers);
    const { id } = await opened();
    choices.handleChoose(id, { kind: 'nothing' });
    await closed();
  }
  await viewed.press(keys.down);
  await untilValue(viewed.page, selected, 'Navy');
  await untilValue(viewed.page, 'document.querySelectorAll("select:open").length', 0);
});

test('a list that a page opens in its own way stays closed', limit, async (context) => {
  const page = await openChoices(
    context,
    `${selectPage}<script>
      document.querySelector('select').addEventListener('mousedown', (event) => {
        event.preventDefault();
        event.stopPropagation();
        document.title = 'Own list';
      }, { once: true });
    </script>`,
  );
  await page.viewed.click(40, 40);
  await untilValue(page.viewed.page, 'document.title', 'Own list');
  await page.viewed.click(40, 40);
  assert.equal((await page.opened()).id, 1);
});

test('a list opens even if the page stops the event', limit, async (context) => {
  for (const capture of [false, true]) {
    const { viewed, opened } = await openChoices(
      context,
      `${selectPage}<script>
        document.body.addEventListener('mousedown', (event) => event.stopPropagation(), ${capture});
      </script>`,
    );
    await viewed.click(40, 40);
    assert.equal((await opened()).kind, 'list');
    assert.equal(
      await viewed.page.evaluate('document.querySelector("select:open") === null', z.boolean()),
      true,
    );
  }
});

test('a choice closes when the page moves it, leaves it or goes away', limit, async (context) => {
  const { viewed, opened, closed } = await openChoices(
    context,
    `${selectPage}<div style="height: 5000px"></div>
     <script>history.scrollRestoration = 'manual'</script>`,
  );
  const { page } = viewed;
  const closings: readonly (() => Promise<unknown>)[] = [
    () => viewed.click(40, 40),
    () => viewed.click(300, 300),
    () => page.evaluate('scrollTo(0, 5)', z.unknown()),
    () => page.evaluate('document.activeElement.blur()', z.unknown()),
    () => page.reload(),
  ];
  for (const close of closings) {
    await viewed.click(40, 40);
    await opened();
    await close();
    await closed();
  }
  await untilValue(page, 'document.readyState', 'complete');
  await viewed.click(40, 40);
  assert.equal((await opened()).kind, 'list');
});

test('lists work in frames and in documents that are written', limit, async (context) => {
  const inner = selectPage.replaceAll('"', '&quot;');
  const { viewed, choices, opened, closed } = await openChoices(
    context,
    `<iframe style="position: absolute; left: 100px; top: 200px; border: 0" srcdoc="${inner}"></iframe>`,
  );
  const inFrame = 'document.querySelector("iframe").contentDocument.querySelector("select").value';
  await viewed.click(140, 240);
  const choice = await opened();
  assert.deepEqual(choice.rectangle, { x: 120, y: 230, width: 120, height: 24 });
  choices.handleChoose(choice.id, { kind: 'options', indices: [0] });
  await closed();
  await untilValue(viewed.page, inFrame, 'Red');
  const write = `{
    const { contentDocument } = document.querySelector('iframe');
    contentDocument.open();
    contentDocument.write(${JSON.stringify(selectPage)});
    contentDocument.close();
  }`;
  await viewed.page.evaluate(write, z.undefined());
  const frame = z.string().parse((await listFrames(viewed.session))[1]);
  await untilListening(viewed, frame);
  await viewed.click(140, 240);
  assert.equal((await opened()).kind, 'list');
});

test('suggestions follow what is typed, and one is chosen', limit, async (context) => {
  const { viewed, choices, opened, closed } = await openChoices(
    context,
    `<input list="towns" style="position: absolute; left: 10px; top: 10px; width: 200px; height: 20px">
     <datalist id="towns"><option>Bern</option><option value="GE">Genève</option><option>Berlin</option></datalist>
     <script>
       globalThis.heard = [];
       for (const type of ['input', 'change']) addEventListener(type, ({ type }) => heard.push(type));
     </script>`,
  );
  await viewed.click(50, 20);
  const all = await opened();
  await viewed.session.send('Input.insertText', { text: 'Be' });
  const some = await opened();
  assert.deepEqual(some, {
    ...all,
    values: [
      { value: 'Bern', label: 'Bern' },
      { value: 'Berlin', label: 'Berlin' },
    ],
  });
  choices.handleChoose(some.id, { kind: 'value', value: 'Berlin' });
  await closed();
  await untilValue(viewed.page, 'document.querySelector("input").value', 'Berlin');
  await untilValue(viewed.page, 'heard.join()', 'input,input,change');
  await viewed.press(keys.down);
  await viewed.session.send('Input.insertText', { text: ' or nothing' });
  await closed();
});

test('pickers open by the part of the field that browsers show for it', limit, async (context) => {
  const place =
    'position: absolute; left: 10px; width: 200px; height: 20px; box-sizing: border-box; margin: 0';
  const { viewed, choices, opened, closed } = await openChoices(
    context,
    `<input type="date" value="2026-01-02" min="2025-01-01" step="7" style="${place}; top: 10px">
     <input type="color" value="#ff0000" style="${place}; top: 40px">
     <input type="time" readonly style="${place}; top: 70px">`,
  );
  const value = (type: string): string => `document.querySelector('[type=${type}]').value`;
  // On the month, where a date is typed.
  await viewed.click(20, 20);
  await viewed.session.send('Input.dispatchKeyEvent', { type: 'char', text: '3' });
  await untilValue(viewed.page, value('date'), '2026-03-02');
  await viewed.click(200, 20);
  const date = await opened();
  assert.deepEqual(date, {
    kind: 'picker',
    id: date.id,
    rectangle: { x: 10, y: 10, width: 200, height: 20 },
    type: 'date',
    value: '2026-03-02',
    min: '2025-01-01',
    max: '',
    step: '7',
  });
  choices.handleChoose(date.id, { kind: 'value', value: '2026-04-05' });
  await closed();
  await untilValue(viewed.page, value('date'), '2026-04-05');
  await viewed.press(keys.f4);
  assert.equal((await opened()).kind, 'picker');
  await viewed.click(200, 80);
  await closed();
  await viewed.click(20, 50);
  const color = await opened();
  choices.handleChoose(color.id, { kind: 'value', value: '#00ff00' });
  await closed();
  await untilValue(viewed.page, value('color'), '#00ff00');
  await untilValue(viewed.page, 'document.querySelectorAll("input:open").length', 0);
});

test(
  'a click opens a picker while the answer to one beside it is on its way',
  limit,
  async (context) => {
    let postAnswer: (() => void) | undefined;
    const { viewed, opened } = await openChoices(
      context,
      '<input type="date" style="position: absolute; left: 10px; top: 10px; width: 200px; height: 20px">',
      (session) => ({
        post(method, params) {
          if (method === 'Runtime.evaluate') postAnswer = () => session.post(method, params);
          else session.post(method, params);
        },
        send(method, params) {
          postAnswer?.();
          return session.send(method, params);
        },
      }),
    );
    await viewed.click(20, 20);
    await until('the click is answered', () => postAnswer !== undefined);
    await viewed.click(200, 20);
    assert.equal((await opened()).kind, 'picker');
  },
);

test('a page finds no trace of the scripts', limit, async (context) => {
  const globals = 'Object.getOwnPropertyNames(window).toSorted().join()';
  const viewed = await ViewedPage.open(context, fixture, selectPage);
  const before = await viewed.page.evaluate(globals, z.string());
  const choices = new Choices(viewed.session, viewed.world);
  afterTest(context, () => choices.dispose());
  await viewed.world.install();
  assert.equal(await viewed.page.evaluate(globals, z.string()), before);
  await viewed.load();
  assert.equal(await viewed.page.evaluate(globals, z.string()), before);
});

test('lists open in the browser again when the view is closed', limit, async (context) => {
  const { viewed, choices, opened } = await openChoices(context, selectPage);
  await viewed.click(40, 40);
  await opened();
  choices.dispose();
  viewed.world.dispose();
  viewed.session.dispose();
  const again = await ViewedPage.join(context, fixture, viewed);
  await again.click(40, 40);
  await untilValue(viewed.page, 'document.querySelectorAll("select:open").length', 1);
});
