import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AgentReports, formatAgentUpdates } from '../../../src/dotnet/hotReload/agentMessages.ts';

const update = {
  moduleId: '00112233-4455-6677-8899-aabbccddeeff',
  assembly: 'App',
  metadataDelta: Buffer.from([1, 2, 3]).toString('base64'),
  ilDelta: '',
  pdbDelta: Buffer.from([4]).toString('base64'),
  updatedTypes: [0x0200_0002],
};

function report(kind: number, text: string): Buffer {
  const content = Buffer.from(text);
  const head = Buffer.from([kind, 0, 0, 0, 0]);
  head.writeUInt32LE(content.length, 1);
  return Buffer.concat([head, content]);
}

test('updates are formatted as .NET reads them', () => {
  assert.equal(
    formatAgentUpdates([update]).toString('hex'),
    [
      '01000000',
      '33221100554477668899aabbccddeeff',
      '03000000010203',
      '00000000',
      '0100000004',
      '0100000002000002',
    ].join(''),
  );
});

test('reports are read however they are split', () => {
  const sent = Buffer.concat([
    report(0, 'Baseline Ä'),
    report(1, ''),
    report(2, 'no'),
    report(3, ''),
  ]);
  const expected = [
    { kind: 'ready', text: 'Baseline Ä' },
    { kind: 'applied', text: '' },
    { kind: 'failed', text: 'no' },
    { kind: 'waiting', text: '' },
  ];
  for (const size of [1, 7, sent.length]) {
    const reports = new AgentReports();
    const found = [];
    for (let start = 0; start < sent.length; start += size) {
      found.push(...reports.read(sent.subarray(start, start + size)));
    }
    assert.deepEqual(found, expected);
  }
});

test('an unknown report is refused, and one that is too long before its text has come', () => {
  assert.throws(() => new AgentReports().read(report(9, '')), RangeError);
  const head = Buffer.from([0, 0, 0, 0, 0x80]);
  assert.throws(() => new AgentReports().read(head), RangeError);
});
