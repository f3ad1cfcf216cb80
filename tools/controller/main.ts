import { runSampleController } from './sampleController.ts';

const stopSignals = ['SIGINT', 'SIGTERM'] as const;

async function main(): Promise<void> {
  process.exitCode = await runSampleController(process.argv.slice(2), {
    environment: process.env,
    write: (line) => process.stdout.write(`${line}\n`),
    onStop(stop) {
      stopSignals.forEach((signal) => process.on(signal, stop));
      return () => stopSignals.forEach((signal) => process.off(signal, stop));
    },
  });
}

void main();
