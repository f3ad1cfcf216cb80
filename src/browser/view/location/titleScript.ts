/** The longest title that is shown, in UTF-16 code units. */
export const titleLimit = 300;

/** Tells the title of the page when it changes, at most ten times a second. */
export const titleScript = `
if (window === top) {
  let last;
  let timer;
  const tell = () => {
    timer = undefined;
    const title = document.title.slice(0, ${titleLimit + 1});
    if (title !== last) send({ title });
    last = title;
  };
  const observer = new MutationObserver(() => {
    observe();
    timer ??= setTimeout(tell, 100);
  });
  const observe = () => {
    const all = { subtree: true, childList: true, characterData: true };
    for (const node of [document.head, document.querySelector('title')]) node && observer.observe(node, all);
  };
  const start = () => {
    observe();
    tell();
  };
  if (document.readyState === 'loading') on('DOMContentLoaded', start);
  else start();
  stopping.signal.addEventListener('abort', () => observer.disconnect());
}
`;
