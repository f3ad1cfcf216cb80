import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretVariables } from '../../../src/trace/secrets/knownSecrets.ts';
import { findSecrets, hideSecrets, isSearchable } from '../../../src/trace/secrets/checkSecrets.ts';

const value = 'pa"ss wörd/42';
const secrets = [
  { name: 'PASSWORD', value },
  { name: 'OTHER', value: 'not there' },
  { name: 'SHORT', value: 'a' },
  { name: 'WORD', value: 'session' },
  { name: 'PART', value: 'Restart' },
  { name: 'PLACEHOLDER', value: 'path-10' },
  { name: 'NUMBER', value: '123456' },
  { name: 'VERSION', value: 'v24.1.0' },
  { name: 'INSIDERS', value: '1.108.0-insider' },
  { name: 'SDK', value: '11.0.100-preview.7.26381.103' },
];

for (const [how, text] of [
  ['as it is', value],
  ['as JSON', JSON.stringify({ value })],
  ['as JSON in JSON', JSON.stringify(JSON.stringify({ value }))],
  ['as .NET writes JSON', 'pa\\u0022ss w\\u00F6rd/42'],
  ['in HTML', 'pa&quot;ss wörd/42'],
  ['in an address', encodeURIComponent(value)],
  ['in an address with small digits', 'pa%22ss%20w%c3%b6rd%2f42'],
  ['in a form', new URLSearchParams({ value }).toString()],
  ['in Base64', Buffer.from(value).toString('base64')],
  ['in Base64 for addresses', Buffer.from(value).toString('base64url')],
  ['in Base64 after another byte', Buffer.from(`:${value}.`).toString('base64')],
  ['in Base64 after two other bytes', Buffer.from(`me:${value}!`).toString('base64url')],
  ['in hexadecimal', Buffer.from(value).toString('hex')],
  ['in large hexadecimal', Buffer.from(value).toString('hex').toUpperCase()],
  ['over several lines', `${value.slice(0, 4)}\r\n    ${value.slice(4)}`],
]) {
  test(`a secret is found ${how}, and named without its value`, () => {
    assert.deepEqual(findSecrets(`{"a":"${text}"}`, secrets), ['PASSWORD']);
  });
}

test('a secret of several lines is found where its lines are indented', () => {
  const key = { name: 'KEY', value: 'first line\nsecond line' };
  assert.deepEqual(findSecrets('    first line\n    second line\n', [key]), ['KEY']);
  const blank = { name: 'BLANK', value: '\n'.repeat(9) };
  assert.deepEqual(findSecrets('a line\n', [blank]), []);
});

test('two records of a trace are not taken for one text', () => {
  const halves = [value.slice(0, 7), value.slice(7)].map((half) => `{"a":"${half}`);
  assert.deepEqual(findSecrets(`${halves.join('"}\n')}"}\n`, secrets), []);
});

test('all forms of a secret are hidden, and values that every trace may have are kept', () => {
  const forms = [value, encodeURIComponent(value), Buffer.from(value).toString('hex')];
  const text = `[${forms.join('] [')}] session v24.1.0`;
  assert.equal(hideSecrets(text, secrets, '$&'), '[$&] [$&] [$&] session v24.1.0');
});

test('a secret that contains another one is hidden as a whole', () => {
  const nested = [
    { name: 'PART', value: 'correct' },
    { name: 'ALL', value: 'correct horse' },
  ];
  assert.equal(hideSecrets('correct horse, correct', nested, '***'), '***, ***');
});

test('the end of a secret is hidden at the beginning of a text', () => {
  assert.equal(hideSecrets(`${value.slice(3)} a ${value}`, secrets, '***'), '*** a ***');
  assert.equal(hideSecrets('a'.repeat(8), [{ name: 'A', value: 'a'.repeat(8) }], '***'), '***');
  assert.equal(hideSecrets(`rd/42 ${value.slice(3)}`, secrets, '***'), `rd/42 ${value.slice(3)}`);
});

test('the lines of a secret are hidden, also those of a part, with other lines between them', () => {
  const lines = ['-----BEGIN KEY-----', 'MIIEvQIBADANBgkqhkiG', '9w0BAQEFAASCBKcwggSj', 'A=='];
  const key = [{ name: 'KEY', value: lines.join('\n') }];
  const text = `info: start\n${lines[1]}\nwarn: other\n${lines[2]}\nA==\n`;
  assert.equal(hideSecrets(text, key, '***'), 'info: start\n***\nwarn: other\n***\nA==\n');
});

test('a text without secrets has none, and values that every trace may have do not count', () => {
  const text = '{"at":1234567,"session":"session-1","type":"processRestarted","node":"v24.1.0"}';
  assert.deepEqual(findSecrets(`${text}{"path":"path-100"}`, secrets), []);
});

test('names and extensions of files that traces keep can not be searched', () => {
  for (const kept of ['dotnet', 'python3', 'csproj']) {
    assert.ok(!isSearchable({ name: 'KEY', value: kept }), kept);
  }
});

test('each name of a value is found once', () => {
  const named = ['A', 'B', 'A'].map((name) => ({ name, value }));
  assert.deepEqual(findSecrets(value, named), ['A', 'B']);
});

test('what can be searched is told before', () => {
  assert.deepEqual(
    secrets.filter(isSearchable).map(({ name }) => name),
    ['PASSWORD', 'OTHER'],
  );
});

for (const [text, shown] of [
  ['Host=db;Password=abc;Database=shop', 'Host=db;Password=***;Database=shop'],
  ['Host=db;User=me;Pwd = my own', 'Host=db;User=me;Pwd = ***'],
  ['Password="a;b";Port=1', 'Password=***;Port=1'],
  ["password='a''b;c';Port=1", 'password=***;Port=1'],
  [String.raw`{"db":"Password=\"a;b\";Port=1"}`, '{"db":"Password=***;Port=1"}'],
  ['AccountName=dev;AccountKey=Zm9v==;Next', 'AccountName=dev;AccountKey=***;Next'],
  [
    'SharedAccessKeyName=Root;SharedAccessKey=Zm9v=',
    'SharedAccessKeyName=Root;SharedAccessKey=***',
  ],
  ['Password=;Port=1\nnext', 'Password=;Port=1\nnext'],
  [
    'Login at https://localhost:17193/login?t=0123abc.\n',
    'Login at https://localhost:17193/login?t=***\n',
  ],
  ['<http://localhost/lab?a=1&token=xyz&b=2>', '<http://localhost/lab?a=1&token=***&b=2>'],
  ['amqp://guest:s3cret@localhost:5672', 'amqp://guest:***@localhost:5672'],
  ['https://localhost:17193/ at 10:00, me@home', 'https://localhost:17193/ at 10:00, me@home'],
] as const) {
  test(`what ${JSON.stringify(text)} is known to have is hidden`, () => {
    assert.equal(hideSecrets(text, [], '***'), shown);
  });
}

test('secrets that overlap are hidden together', () => {
  const overlapping = [
    { name: 'FIRST', value: 'correct-horse' },
    { name: 'SECOND', value: 'horse-battery' },
    { name: 'THIRD', value: 'Server=shop;Password' },
  ];
  assert.equal(hideSecrets('a correct-horse-battery b', overlapping, '***'), 'a *** b');
  assert.equal(hideSecrets('Server=shop;Password=staple;x', overlapping, '***'), '***=***;x');
});

test('the password in a known connection string is hidden where it is alone', () => {
  const known = [{ name: 'DB', value: 'Host=db;Password=correct-horse;Port=1' }];
  assert.equal(hideSecrets('login with correct-horse', known, '***'), 'login with ***');
});

test('connection strings of the environment are secrets', () => {
  const environment = {
    ConnectionStrings__shop: 'Host=db',
    SQLCONNSTR_shop: 'Host=x',
    PATH: '/bin',
  };
  assert.deepEqual(
    secretVariables(environment).map(({ value: one }) => one),
    ['Host=db', 'Host=x'],
  );
});
