/** Tells the cursor under the mouse when it changes. Browsers don't report what `auto` stands for. */
export const cursorScript = `
const textInputs = ['text', 'search', 'url', 'tel', 'email', 'password', 'number'];
const isField = (element) =>
  element.isContentEditable ||
  (element instanceof HTMLTextAreaElement) ||
  (element instanceof HTMLInputElement && textInputs.includes(element.type));
const isOverText = (x, y) => {
  const range = document.caretRangeFromPoint(x, y);
  if (range?.startContainer.nodeType !== Node.TEXT_NODE) return false;
  range.setStart(range.startContainer, Math.max(0, range.startOffset - 1));
  range.setEnd(range.startContainer, Math.min(range.startContainer.length, range.startOffset + 2));
  return [...range.getClientRects()].some(
    ({ bottom, left, right, top }) => x >= left && x <= right && y >= top && y <= bottom);
};
const find = (event) => {
  const [target] = event.composedPath();
  if (!(target instanceof Element)) return 'default';
  const { cursor, userSelect } = getComputedStyle(target);
  const keyword = cursor.split(',').at(-1).trim();
  if (keyword !== 'auto') return keyword;
  if (isField(target)) return 'text';
  return userSelect !== 'none' && isOverText(event.clientX, event.clientY) ? 'text' : 'default';
};
let last;
on('mousemove', (event) => {
  if (!event.isTrusted) return;
  const cursor = find(event);
  if (cursor !== last) send(cursor);
  last = cursor;
});
on('mouseout', ({ relatedTarget }) => {
  // Over a frame, its own document tells.
  if (relatedTarget === null || relatedTarget instanceof HTMLIFrameElement) last = undefined;
});
`;
