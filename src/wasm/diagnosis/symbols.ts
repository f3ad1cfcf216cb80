import type { BuiltSymbols, ServedSymbols } from './facts.ts';
import type { PdbDocument, PortablePdb } from './portablePdb.ts';

/** The symbols that could be read, wherever they were. */
export function pdbOf(symbols: BuiltSymbols | ServedSymbols | undefined): PortablePdb | undefined {
  const reading = symbols?.kind === 'embedded' ? symbols.pdb : symbols;
  return reading?.kind === 'portable' ? reading.pdb : undefined;
}

/** The documents that symbols name, if they could be read. */
export function documentsOf(
  symbols: BuiltSymbols | ServedSymbols,
): readonly PdbDocument[] | undefined {
  return pdbOf(symbols)?.documents;
}
