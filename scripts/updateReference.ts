// Writes the generated pages of docs/reference: npm run update-reference

import { writeReferencePages } from './reference/pages.ts';

await writeReferencePages();
