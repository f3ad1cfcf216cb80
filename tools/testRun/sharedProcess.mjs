// Runs several test files in one process; its arguments are their paths.

import { pathToFileURL } from 'node:url';

for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href);
