import * as fc from 'fast-check';

/**
 * The seed of every property, so that each run of `npm test` tries the same inputs. `PROPERTY_SEED`
 * replaces it, which `property.long.test.ts` uses to try others.
 */
const seed = Number(process.env['PROPERTY_SEED'] ?? 20_260_101);

fc.configureGlobal({ seed });

export { fc };
