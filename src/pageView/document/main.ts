// The document of a page's tab: composes its parts.

import * as z from 'zod/mini';
import { PageTab } from './pageTab.ts';
import { connectHost } from './host.ts';

// Generated parsers need `eval`, which the document's Content Security Policy forbids.
z.config({ jitless: true });
new PageTab(connectHost()).open();
