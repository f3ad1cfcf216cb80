/**
 * Returns a script that copies or cuts in the document with the focus, so that the page's listeners run, and
 * returns the text: what the page puts on the clipboard itself, or else what is selected.
 */
export function clipboardScript(action: 'copy' | 'cut', limit: number): string {
  return `(() => {
  let focused = document;
  let element = focused.activeElement;
  while (element?.contentDocument || element?.shadowRoot?.activeElement) {
    if (element.contentDocument) focused = element.contentDocument;
    element = (element.contentDocument ?? element.shadowRoot).activeElement;
  }
  const { selectionStart, selectionEnd, type, value } = element ?? {};
  const isField = typeof selectionStart === 'number';
  let text = String(focused.getSelection() ?? '');
  if (isField) text = type === 'password' ? '' : value.slice(selectionStart, selectionEnd);
  const listen = (event) => {
    if (event.defaultPrevented) text = event.clipboardData.getData('text/plain');
  };
  focused.defaultView.addEventListener('${action}', listen);
  focused.execCommand('${action}');
  focused.defaultView.removeEventListener('${action}', listen);
  return text.slice(0, ${limit});
})()`;
}
