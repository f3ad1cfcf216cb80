/** What a suite may ask of the page driver. */
export type PageRequest =
  | { readonly do: 'press'; readonly key: string }
  /** Runs a command by its title in the palette. */
  | { readonly do: 'run command'; readonly title: string }
  /** Clicks beside a line of the file that is shown, where breakpoints go. */
  | { readonly do: 'click beside line'; readonly line: number }
  /** Reads the labels of the list that is shown to pick from, once it has one with `expected` in it. */
  | { readonly do: 'read picks'; readonly expected: string }
  | { readonly do: 'pick'; readonly label: string }
  /** Reads each notification with this text in it, once there is one. */
  | { readonly do: 'read notification'; readonly text: string }
  /** Reads the names of the debug sessions in the call stack view, once there is one with this text. */
  | { readonly do: 'read call stack'; readonly text: string }
  /** Reads the lines of the debug console, once it has this text. */
  | { readonly do: 'read console'; readonly text: string }
  /** Reads the entry of the status bar with this text in it, once it is there. */
  | { readonly do: 'read status bar'; readonly text: string };

/** What the page driver has read; nothing for other requests. */
export type PageAnswer = { readonly read: readonly string[] } | { readonly failure: string };
