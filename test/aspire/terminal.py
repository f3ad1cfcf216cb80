"""Runs a command in its own terminal, shows its output, and presses Ctrl+C there on SIGUSR1."""

import os
import pty
import signal
import sys

child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])

signal.signal(signal.SIGUSR1, lambda *_: os.write(terminal, b"\x03"))
signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
while True:
    try:
        output = os.read(terminal, 65536)
    except OSError:
        # On Linux this means that the last process has closed its side.
        break
    if not output:
        break
    os.write(1, output)
_, status = os.waitpid(child, 0)
print(f"\nexit code {os.waitstatus_to_exitcode(status)}", flush=True)
