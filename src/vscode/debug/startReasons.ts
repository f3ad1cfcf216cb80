import { definePhrases } from '../../common/phrases.ts';

/** Why a debug session did not start. */
export const startReasons = definePhrases({
  endedEarly: 'it ended before it began',
  refused: 'the editor refused to start it',
});
