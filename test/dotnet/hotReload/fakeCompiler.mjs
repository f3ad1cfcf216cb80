// A program that answers like the one that compiles updates: by the text of the first change.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const socket = connect(process.argv[2]);
const answer = (message) => socket.write(`${JSON.stringify(message)}\n`);

createInterface({ input: socket }).on('line', (line) => {
  const request = JSON.parse(line);
  if (request.kind === 'start') {
    const [{ path }] = request.projects;
    if (path === 'unknown.csproj')
      return answer({ kind: 'failed', reason: 'No such project\n at Load' });
    if (path === 'crash.csproj') {
      console.error('It crashed.');
      process.exit(1);
    }
    // The answer never comes.
    if (path === 'slow.csproj') return;
    return answer({ kind: 'started', documents: ['A.cs', 'B.razor'] });
  }
  if (request.kind === 'load') {
    return answer({ kind: 'started', documents: request.projects.map(({ path }) => path) });
  }
  const { changes, id } = request;
  const [{ text }] = changes;
  if (text === 'exit') process.exit(2);
  if (text === 'large') {
    const update = { moduleId: 'm', assembly: 'A', ilDelta: '', pdbDelta: '', updatedTypes: [1] };
    const updates = [{ ...update, metadataDelta: 'x'.repeat(3_000_000) }];
    return answer({ kind: 'updates', id, updates, diagnostics: [] });
  }
  answer({ kind: 'no change', id });
});
