/** Creates an element with attributes and children. */
export function createElement<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Creates a button that shows a text. */
export function createButton(text: string, onClick: () => void): HTMLButtonElement {
  const button = createElement('button', { type: 'button' }, text);
  button.addEventListener('click', onClick);
  return button;
}
