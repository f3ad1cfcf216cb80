import type { BuiltSymbols, ServedSymbols } from './facts.ts';
import type { PdbDocument, PortablePdb } from './portablePdb.ts';

/** Returns readable symbols, if there are any. */
export function getPdb(symbols: BuiltSymbols | ServedSymbols | undefined): PortablePdb | undefined {
  const reading = symbols?.kind === 'embedded' ? symbols.pdb : symbols;
  return reading?.kind === 'portable' ? reading.pdb : undefined;
}

/** Returns the documents in symbols, if they are readable. */
export function getDocuments(
  symbols: BuiltSymbols | ServedSymbols,
): readonly PdbDocument[] | undefined {
  return getPdb(symbols)?.documents;
}
