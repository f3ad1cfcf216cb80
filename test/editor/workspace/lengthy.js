// Writes 3 MiB in lines of 64 bytes.
process.stdout.write(`${'x'.repeat(63)}\n`.repeat(48 * 1024));
