import { inflateRawSync } from 'node:zlib';
import { openPdb, type Pdb } from '../../../metadata/pdb.ts';
import { type AgentReader, AgentWriter } from '../../relay/cdp/agentData.ts';
import type { Agent } from './agent.ts';

/** The reply with the metadata and the symbols of an assembly, as it was built. */
export async function assemblyFile(agent: Agent, assembly: number): Promise<AgentReader> {
  const location = await agent.ask('assemblyLocation', new AgentWriter().number(assembly));
  const name = location.text().replace(/\.(?:webcil|wasm)$/, '.dll');
  return agent.ask('assemblyFiles', new AgentWriter().block(Buffer.from(name)));
}

/** Reads the symbols of an assembly, as it was built, from the page; `undefined` if it has none. */
export async function readSymbols(agent: Agent, assembly: number): Promise<Pdb | undefined> {
  const reply = await assemblyFile(agent, assembly);
  reply.block();
  const unpacked = reply.number();
  const symbols = reply.block();
  if (symbols.length === 0) return undefined;
  return openPdb(unpacked > 0 ? inflateRawSync(symbols) : symbols);
}
