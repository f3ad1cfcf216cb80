import { createHash } from 'node:crypto';

/** Variables that differ between windows and don't affect builds. */
const ofWindows =
  /^(VSCODE_|ELECTRON_|CHROME_|GDK_|GIO_|GTK_|SSH_|DBUS_|XDG_(SESSION|ACTIVATION|SEAT|VTNR)|WINDOWID|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|SESSION_MANAGER|DESKTOP_|GPG_|INVOCATION_ID|JOURNAL_STREAM|MANAGERPID|SYSTEMD_|TERM|COLORTERM|SHLVL$|PWD$|OLDPWD$|_$|APPLICATION_INSIGHTS|GIT_ASKPASS|DEBUG_SESSION_|DCP_)/i;

/** Returns the same key for environments in which MSBuild has the same results. It contains no values. */
export function environmentKey(environment: Readonly<Record<string, string | undefined>>): string {
  const deciding = Object.entries(environment)
    .filter(([name, value]) => value !== undefined && !ofWindows.test(name))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(deciding)).digest('base64');
}
