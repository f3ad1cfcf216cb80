"""Does what its first argument says, and ends."""

import os
import signal
import subprocess
import sys
import time


def ended(number, frame):
    print("ending", flush=True)
    sys.exit(9)


def exits(code):
    sys.exit(int(code))


def stay():
    signal.signal(signal.SIGTERM, ended)
    print("staying", flush=True)
    while True:
        time.sleep(600)


def leave():
    subprocess.Popen(["sleep", "600"])
    print("left", flush=True)


def kill(number):
    os.kill(os.getpid(), int(number))


def lines(count):
    for number in range(int(count)):
        print("line", number)


def unicode():
    print("grüße 世界 🌍", flush=True)
    for byte in "🌍\n".encode():
        os.write(1, bytes([byte]))
        time.sleep(0.02)


def read():
    print("read", repr(sys.stdin.read()))


def children():
    codes = [
        subprocess.run([sys.executable, __file__, "exits", code]).returncode
        for code in ("3", "0")
    ]
    print("children", *codes)


def reload():
    """Starts its server again for as long as that asks for it, as the servers of web frameworks do."""
    serve = [sys.executable, __file__, "serve"]
    while subprocess.run([*serve, str(os.getpid())]).returncode == 3:
        pass


def serve(parent):
    print("serving", flush=True)
    if os.path.exists("reloaded"):
        os.remove("reloaded")
        sys.exit(0)
    open("reloaded", "w").close()
    sys.exit(3)


print(os.getpid(), os.environ.get("SHOP"), flush=True)
print("to stderr", file=sys.stderr, flush=True)
action, *rest = sys.argv[1:] or ["exits", "0"]
globals()[action](*rest)
