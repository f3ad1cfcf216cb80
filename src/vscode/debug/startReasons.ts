import { definePhrases } from '../../common/phrases.ts';

/** Why a debug session is not there. */
export const startReasons = definePhrases({
  endedEarly: 'it ended before it began',
  refused: 'the editor refused to start it',
});
