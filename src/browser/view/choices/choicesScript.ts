import { pickerTypes } from '../../../pageView/messages/choice.ts';
import { beforeDefault } from '../scripts/beforeDefault.ts';

/**
 * Bounds of what a page can send: options of a list, suggestions, and characters of a text. Pages can type by
 * themselves, so suggestions follow in this interval in milliseconds.
 */
const limits = { options: 5_000, suggestions: 200, text: 500, interval: 100 };

/** Which elements have a choice in a window of its own, and how it is described in a message. */
const describe = `
const limits = ${JSON.stringify(limits)};
const pickerTypes = ${JSON.stringify(pickerTypes)};
const suggestionTypes = ['text', 'search', 'url', 'tel', 'email', 'number'];
const shorten = (text) => text.replace(/\\s+/g, ' ').trim().slice(0, limits.text);

const isList = (element) =>
  element instanceof HTMLSelectElement && !element.multiple && element.size <= 1 &&
  getComputedStyle(element).appearance !== 'base-select';
const isPicker = (element) =>
  element instanceof HTMLInputElement && pickerTypes.includes(element.type) && !element.readOnly;
const hasSuggestions = (element) =>
  element instanceof HTMLInputElement && suggestionTypes.includes(element.type) &&
  !element.readOnly && !!element.list;

const describeOption = (option) => ({
  label: shorten(option.label || option.text),
  isDisabled: option.disabled || (option.parentElement instanceof HTMLOptGroupElement && option.parentElement.disabled),
  isSelected: option.selected,
  group: option.parentElement instanceof HTMLOptGroupElement ? shorten(option.parentElement.label) : '',
});
const describeList = (element) => ({
  kind: 'list',
  isMultiple: element.multiple,
  options: Array.from(element.options).slice(0, limits.options).map(describeOption),
});
const describePicker = (element, point) => ({
  kind: 'picker',
  type: element.type,
  value: element.value,
  min: element.min.slice(0, limits.text),
  max: element.max.slice(0, limits.text),
  step: element.step.slice(0, limits.text),
  point,
});
const describeSuggestions = (element) => {
  const typed = element.value.toLowerCase();
  const values = [];
  for (const { disabled, label, value } of element.list.options) {
    if (disabled || value === '' || values.length === limits.suggestions) continue;
    if (!value.toLowerCase().includes(typed) && !label.toLowerCase().includes(typed)) continue;
    values.push({ value: value.slice(0, limits.text), label: shorten(label || value) });
  }
  return { kind: 'suggestions', values };
};
`;

/** The open choice, and the functions that the host calls. */
const open = `
let serial = 0;
let current;

const close = () => {
  if (current === undefined) return;
  send({ kind: 'closed', serial: current.serial });
  current = undefined;
};
const show = (element, choice) => {
  if (current?.element !== element) current = { element, serial: ++serial };
  send({ ...choice, serial: current.serial });
};
const showPicker = (element, point) => {
  // The last one may have been answered, which the page hears later.
  current = undefined;
  show(element, describePicker(element, point));
};
const showList = (element) => {
  element.focus({ preventScroll: true, focusVisible: false });
  show(element, describeList(element));
};
const suggest = (element) => {
  const choice = describeSuggestions(element);
  const isDone = choice.values.length === 1 && choice.values[0].value === element.value;
  if (choice.values.length > 0 && !isDone) show(element, choice);
  else if (current?.element === element) close();
};

const notify = (element, names) => {
  for (const name of names) element.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
};
const selectOptions = (select, indices) => {
  const { options } = select;
  if (indices.some((index) => !options[index])) return;
  const isChanged = Array.from(options).some((option, index) => option.selected !== indices.includes(index));
  if (!isChanged || indices.some((index) => describeOption(options[index]).isDisabled)) return;
  if (select.multiple) for (const [index, option] of Array.from(options).entries()) option.selected = indices.includes(index);
  else select.selectedIndex = indices[0] ?? -1;
  notify(select, ['input', 'change']);
};
const setValue = (input, value) => {
  const before = input.value;
  input.value = value;
  if (input.value !== before) notify(input, ['input', 'change']);
};

globalThis.choices = {
  element: (wanted) => current?.serial === wanted ? current.element : undefined,
  choose(wanted, chosen) {
    if (current?.serial !== wanted) return;
    const { element } = current;
    current = undefined;
    if (chosen.kind === 'options' && element instanceof HTMLSelectElement) selectOptions(element, chosen.indices);
    if (chosen.kind === 'value' && element instanceof HTMLInputElement) setValue(element, chosen.value);
  },
  /** Opens the choice of an element; returns whether it has one. */
  open(element) {
    if (element.matches(':disabled')) return false;
    if (isList(element)) showList(element);
    else if (isPicker(element)) showPicker(element);
    else return false;
    return true;
  },
};
`;

/** What the user does to open and close a choice. */
const listen = `
const target = (event) => event.composedPath()[0];
const ifTrue = (condition, value) => (condition ? value : undefined);
const opensByKey = ({ altKey, key }) =>
  key === 'F4' || (altKey && (key === 'ArrowDown' || key === 'ArrowUp'));
const press = ({ button }) => button === 0;
const pointOn = (element, { clientX, clientY, detail }) => {
  if (detail === 0) return undefined;
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
};

beforeDefault('mousedown', (event) => ifTrue(press(event) && isList(target(event)), target(event)), (element) => {
  if (current?.element === element) close();
  else showList(element);
});
beforeDefault('keydown', (event) => ifTrue(opensByKey(event) && isList(target(event)), target(event)), showList);
beforeDefault('keypress', (event) => {
  const isOpening = event.key === ' ' || event.key === 'Enter';
  return ifTrue(isOpening && isList(target(event)), target(event));
}, showList);

beforeDefault('click', (event) => ifTrue(isPicker(target(event)), target(event)), (element, event) => {
  // Only a part of other fields than colors opens their picker: the host knows which.
  showPicker(element, element.type === 'color' ? undefined : pointOn(element, event));
});
beforeDefault('keydown', (event) => {
  const isOpening = opensByKey(event) || event.key === ' ';
  const element = target(event);
  return ifTrue(isOpening && isPicker(element) && element.type !== 'color', element);
}, (element) => showPicker(element));

const onSuggestions = (listener) => (event) => {
  if (event.isTrusted && hasSuggestions(target(event))) listener(target(event), event);
};
on('click', onSuggestions(suggest));
on('keydown', onSuggestions((element, { key }) => {
  if (key === 'ArrowDown' && current?.element !== element) suggest(element);
  if (key === 'Escape' || key === 'Enter' || key === 'Tab') close();
}));
let isTyping = false;
on('input', onSuggestions((element) => {
  if (isTyping) return;
  isTyping = true;
  setTimeout(() => {
    isTyping = false;
    if (element.matches(':focus')) suggest(element);
  }, limits.interval);
}));

on('mousedown', (event) => event.isTrusted && target(event) !== current?.element && close());
on('blur', ({ target }) => (target === current?.element || target === window) && close());
on('scroll', ({ target }) => target !== current?.element && target.contains(current?.element ?? null) && close());
on('resize', close);
`;

/** Tells of choices that the user opens in a page, instead of the browser's own windows. */
export const choicesScript = `${beforeDefault}${describe}${open}${listen}`;
