/** A suite's requests to the page driver. */
export type PageRequest =
  | { readonly do: 'press'; readonly key: string }
  /** Clicks the first element of a selector that has this text. */
  | {
      readonly do: 'click';
      readonly selector: string;
      readonly text: string;
    }
  /** Clicks a button of the first row with this text that has it; it may only be shown while the mouse is over the row. */
  | {
      readonly do: 'click in row';
      readonly rows: string;
      readonly text: string;
      readonly button: string;
    }
  /** Replaces the text of an input. */
  | { readonly do: 'fill'; readonly selector: string; readonly text: string }
  | { readonly do: 'hover'; readonly selector: string; readonly text: string }
  /** Reads the texts of all elements of a selector, once one has this text. */
  | { readonly do: 'read'; readonly selector: string; readonly text: string }
  /** Runs a command by its title in the palette. */
  | { readonly do: 'run command'; readonly title: string }
  /** Reads a line for each text and each icon of an element: what it is, its contrast and its name. */
  | {
      readonly do: 'read contrasts';
      readonly of: 'editor' | 'page tab';
      readonly selector: string;
    }
  /** Takes a picture for the documents. */
  | { readonly do: 'take picture'; readonly name: string }
  /** Clicks beside a line of the visible file, where breakpoints are set. */
  | { readonly do: 'click beside line'; readonly line: number }
  /** Reads the labels of the visible quick pick, once it has one that contains `expected`. */
  | { readonly do: 'read picks'; readonly expected: string }
  | { readonly do: 'pick'; readonly label: string }
  /** Ticks these exception filters, and no others. */
  | { readonly do: 'tick exceptions'; readonly labels: readonly string[] }
  /** Picks the first entry with this label from the context menu of the first element with this text. */
  | {
      readonly do: 'pick from menu';
      readonly selector: string;
      readonly text: string;
      readonly label: string;
    }
  /** Reads each notification with this text, once there is one. */
  | { readonly do: 'read notification'; readonly text: string }
  /** Clicks a button of the notification with this text. */
  | { readonly do: 'answer notification'; readonly text: string; readonly label: string }
  /**
   * Reads the names of the debug sessions in the call stack view, once there is one with this text.
   */
  | { readonly do: 'read call stack'; readonly text: string }
  /** Reads the lines of the debug console, once it has this text. */
  | { readonly do: 'read console'; readonly text: string }
  /** Reads the status bar entry with this text, once there is one. */
  | { readonly do: 'read status bar'; readonly text: string }
  /** Records from now on what the status bar entry with this text shows. */
  | { readonly do: 'watch status bar'; readonly text: string }
  /** Reads what was recorded, one text for each change; an empty one while there was no entry. */
  | { readonly do: 'read watched status bar' };

/** The text that the page driver has read; empty for other requests. */
export type PageAnswer = { readonly read: readonly string[] } | { readonly failure: string };
