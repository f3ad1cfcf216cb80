import { titleLimit } from './shownTexts.ts';

/** The longest address of an icon, which may contain the icon, in UTF-16 code units. */
const iconAddressLimit = 200_000;

/**
 * Tells the title of the page and the address of its icon when they change, at most ten times a second. The
 * address is empty unless the icon is of the page's own site.
 */
export const headScript = `
if (window === top) {
  const findIcon = () => {
    const href = [...document.querySelectorAll('link[rel~="icon" i]')].at(-1)?.href ?? '/favicon.ico';
    if (!URL.canParse(href, location.href)) return '';
    const url = new URL(href, location.href);
    const isOwn = url.protocol === 'data:' || (url.origin === location.origin && /^https?:$/.test(url.protocol));
    return isOwn && url.href.length < ${iconAddressLimit} ? url.href : '';
  };
  const last = {};
  const tell = (name, value) => {
    if (value !== last[name]) send({ [name]: value });
    last[name] = value;
  };
  let timer;
  const tellAll = () => {
    timer = undefined;
    tell('title', document.title.slice(0, ${titleLimit + 1}));
    tell('icon', findIcon());
  };
  const observer = new MutationObserver(() => {
    observe();
    timer ??= setTimeout(tellAll, 100);
  });
  const observe = () => {
    const all = { subtree: true, childList: true, characterData: true, attributeFilter: ['href', 'rel'] };
    for (const node of [document.head, document.querySelector('title')]) node && observer.observe(node, all);
  };
  const start = () => {
    observe();
    tellAll();
  };
  if (document.readyState === 'loading') on('DOMContentLoaded', start);
  else start();
  stopping.signal.addEventListener('abort', () => observer.disconnect());
}
`;
