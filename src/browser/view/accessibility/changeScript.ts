/** The largest document that is read, in elements and in characters of text. */
const limits = { elements: 20_000, text: 2_000_000 };

/** Tells of changes that screen readers may notice, while they are wanted. */
export const changeScript = `{
  let timer;
  const tell = () => (timer ??= setTimeout(() => {
    timer = undefined;
    send({});
  }, 200));
  const observer = new MutationObserver(tell);
  let isWanted = false;
  globalThis.watchTree = (wanted) => {
    isWanted = wanted;
    observer.disconnect();
    if (wanted) observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  };
  globalThis.isReadable = () =>
    document.getElementsByTagName('*').length <= ${limits.elements} &&
    (document.documentElement?.textContent.length ?? 0) <= ${limits.text};
  for (const type of ['input', 'change', 'focus', 'blur', 'toggle']) on(type, () => isWanted && tell());
  stopping.signal.addEventListener('abort', () => observer.disconnect());
}`;
