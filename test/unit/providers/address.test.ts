import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { checkTarget, guardedLookup, mayReach, regionOf } from '../../../src/extension/providers/http/address.ts';
import { Trouble } from '../../../src/extension/providers/http/trouble.ts';

const publicOnes = ['93.184.216.34', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.63.255.255', '100.128.0.1', '169.253.0.1', '2606:4700:4700::1111', '2a00:1450:4001:80e::200e', '::ffff:93.184.216.34', '64:ff9b::5db8:d822', '2002:5db8:d822::1'];
const privateOnes = [
  '127.0.0.1', '127.255.255.254', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '100.127.255.255', '192.0.0.8', '198.18.0.1',
  '192.0.2.1', '198.51.100.7', '203.0.113.9', '::1', 'fd12:3456::1', 'fc00::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:192.168.0.1', '::ffff:0:127.0.0.1',
  '64:ff9b::7f00:1', '64:ff9b::10.0.0.1', '64:ff9b:1::1', '2002:7f00:1::', '2002:c0a8:101::1', '2001:0:53aa:64c::1', '2001:db8::1', '3fff::1', '::127.0.0.1', '5f00::1',
];
const forbiddenOnes = [
  '0.0.0.0', '0.1.2.3', '169.254.169.254', '169.254.1.1', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255', '100.100.100.200', '168.63.129.16',
  '::', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'ff02::1', 'fd00:ec2::254', '::ffff:169.254.169.254', '::ffff:0.0.0.0', '64:ff9b::a9fe:a9fe', '2002:a9fe:a9fe::', '', 'localhost', '127.1',
];

describe('addresses: what a stranger’s reply may point to', () => {
  for (const address of publicOnes) it(`${address} is public`, () => assert.equal(regionOf(address), 'public'));
  for (const address of privateOnes) it(`${address} is private: only for an origin that its owner declared`, () => {
    assert.equal(regionOf(address), 'private');
    assert.equal(mayReach(address, false), false);
    assert.equal(mayReach(address, true), true);
  });
  for (const address of forbiddenOnes) it(`“${address}” is for nobody`, () => {
    assert.equal(mayReach(address, false), false);
    assert.equal(mayReach(address, true), false);
  });
});

describe('addresses: targets', () => {
  const declared = new Set(['http://127.0.0.1:8188', 'https://studio.lan']);
  const good = ['https://example.com/a.png', 'https://example.com:8443/', 'http://127.0.0.1:8188/x', 'https://studio.lan/x', 'https://[2606:4700:4700::1111]/'];
  const bad = [
    'http://example.com/', 'http://127.0.0.1:8189/', 'https://127.0.0.1:8188/', 'http://localhost:8188/', 'http://studio.lan/', 'file:///etc/passwd', 'ftp://example.com/', 'data:image/png;base64,AA==',
    'javascript:alert(1)', 'https://user:secret@example.com/', 'https://10.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://017700000001/', 'https://[::1]/', 'https://[::ffff:169.254.169.254]/',
    'https://169.254.169.254/latest/meta-data/', 'https://0/', 'https://[fe80::1]/', 'https://１２７.０.０.１/', 'http://127.0.0.1:8188@10.0.0.1/',
  ];
  for (const url of good) it(`${url} may be opened`, () => assert.equal(typeof checkTarget(new URL(url), declared), 'boolean'));
  for (const url of bad) it(`${url} is refused before anything is looked up`, () => {
    assert.throws(() => checkTarget(new URL(url), declared), (error: unknown) => error instanceof Trouble && error.kind === 'address' && !error.sent);
  });
});

describe('addresses: names are judged by what they resolve to, for each connection anew', () => {
  const answering = (...answers: readonly (readonly string[])[]): LookupFunction => {
    let turn = 0;
    return (_host, _options, callback) => {
      const answer = answers[Math.min(turn++, answers.length - 1)] ?? [];
      callback(null, answer.map(address => ({ address, family: address.includes(':') ? 6 : 4 })));
    };
  };
  const resolve = (lookup: LookupFunction, all = true) => new Promise<string[] | Error>(done => {
    lookup('name.test', { all }, (error, answer: string | LookupAddress[]) => {
      done(error ?? (typeof answer === 'string' ? [answer] : answer.map(each => each.address)));
    });
  });

  it('a name that turns private between two connections is refused the second time', async () => {
    const lookup = guardedLookup(answering(['93.184.216.34'], ['127.0.0.1']), false);
    assert.deepEqual(await resolve(lookup), ['93.184.216.34']);
    assert.ok(await resolve(lookup) instanceof Trouble);
  });
  it('of a mixed answer only the public addresses are left', async () => {
    assert.deepEqual(await resolve(guardedLookup(answering(['10.0.0.1', '93.184.216.34', '::1']), false)), ['93.184.216.34']);
  });
  it('a caller that wants one address gets a checked one', async () => {
    assert.deepEqual(await resolve(guardedLookup(answering(['::1', '2606:4700:4700::1111']), false), false), ['2606:4700:4700::1111']);
  });
  it('a declared name may be private, never link-local', async () => {
    assert.deepEqual(await resolve(guardedLookup(answering(['192.168.1.7', '169.254.169.254']), true)), ['192.168.1.7']);
  });
  it('an answer that is empty is refused', async () => {
    assert.ok(await resolve(guardedLookup(answering([]), true)) instanceof Trouble);
  });
});
