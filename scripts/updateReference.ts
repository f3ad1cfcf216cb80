// Writes the generated pages of docs/reference and l10n/bundle.l10n.json: npm run update-reference

import { writeReferencePages } from '../tools/reference/pages.ts';

await writeReferencePages();
