/** How a node of the page is shown to screen readers. */
export type NodeKind =
  /** Its text alone. */
  | 'text'
  /** Acts when it is pressed; its content is its name. */
  | 'button'
  /** Has a value that can be entered. */
  | 'field'
  /** Has a role, a name and children. */
  | 'section'
  /** Has children only. */
  | 'plain';

const kinds: Readonly<Record<NodeKind, readonly string[]>> = {
  text: ['StaticText', 'text'],
  button: [
    'button',
    'checkbox',
    'combobox',
    'link',
    'menuitem',
    'menuitemcheckbox',
    'menuitemradio',
    'option',
    'radio',
    'switch',
    'tab',
    'treeitem',
  ],
  field: ['searchbox', 'slider', 'spinbutton', 'textbox'],
  section: [],
  plain: ['', 'generic', 'none', 'presentation', 'RootWebArea', 'paragraph'],
};

const kindsByRole = new Map(
  Object.entries(kinds).flatMap(([kind, roles]) => roles.map((role) => [role, kind as NodeKind])),
);

/** Returns how a role is shown; roles that aren't known are sections. */
export function findNodeKind(role: string): NodeKind {
  return kindsByRole.get(role) ?? 'section';
}
