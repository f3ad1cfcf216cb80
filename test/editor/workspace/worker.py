import os
import signal
import sys


def end(number, frame):
    print("ending", flush=True)
    sys.exit(9)


signal.signal(signal.SIGTERM, end)
print("worker", *sys.argv[1:])
print("leads to an endpoint:", any(name.startswith("DEBUG_SESSION") and value for name, value in os.environ.items()))
sys.stderr.write("to stderr\n")
if "stay" in sys.argv:
    signal.pause()
    signal.pause()
sys.exit(4)
