/**
 * A function for scripts in pages: `beforeDefault(type, find, act)` calls `act` with what `find` returns for an
 * event of the user, after the page's listeners and instead of the default action. Pages that prevent the
 * default action themselves keep doing so, and find no event prevented. Listeners are added to the event's path
 * while it is on its way, so that they are the last ones even if the page stops it halfway.
 */
export const beforeDefault = `
const beforeDefault = (type, find, act) => on(type, (event) => {
  if (!event.isTrusted) return;
  const found = find(event);
  if (found === undefined) return;
  const path = event.composedPath();
  const decide = ({ currentTarget, eventPhase }) => {
    const isLast = event.cancelBubble || (currentTarget === window && eventPhase === Event.BUBBLING_PHASE);
    if (!isLast) return;
    leave();
    if (event.defaultPrevented) return;
    event.preventDefault();
    act(found, event);
  };
  const leave = () => {
    for (const node of path) {
      node.removeEventListener(type, decide, true);
      node.removeEventListener(type, decide);
    }
  };
  for (const node of path) {
    node.addEventListener(type, decide, true);
    node.addEventListener(type, decide);
  }
  setTimeout(leave);
});
`;
