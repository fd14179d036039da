// Checks our published vectors with a stock RFC 9497 library and node's own cryptography.
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { ristretto255, ristretto255_oprf } from '@noble/curves/ed25519.js';
import { canonical, descriptor, entryKey, find, fingerprint, manifest, openHandle, openLabel, sha256, tagOf } from './exchange.mjs';

const folder = new URL('../../spec/vectors/', import.meta.url);
const json = (name) => JSON.parse(readFileSync(new URL(name, folder)));
const hex = (text) => Buffer.from(text, 'hex');
const { voprf } = ristretto255_oprf;
const littleEndian = (bytes) => BigInt('0x' + Buffer.from(bytes).reverse().toString('hex'));
let checks = 0;
const same = (actual, expected, what) => { assert.equal(Buffer.from(actual).toString('hex'), expected, what); checks++; };

const w = json('worked-example.json');
same(canonical(w.kind, '', w.identifier), w.input, 'input');
const keys = voprf.deriveKeyPair(hex(w.seed), hex(w.key_info));
same(keys.secretKey, w.secret_key, 'secret key');
same(keys.publicKey, w.public_key, 'public key');
const blinded = ristretto255.Point.fromHex(w.blinded_element);
same(blinded.multiply(littleEndian(keys.secretKey)).toBytes(), w.evaluated_element, 'evaluated element');
same(voprf.finalize(hex(w.input), hex(w.blind), hex(w.evaluated_element), hex(w.blinded_element), keys.publicKey, hex(w.proof)), w.output_y, 'output (proof verified)');
const E = entryKey(hex(w.output_y), w.suite, w.list, w.kind, w.epoch);
same(E, w.entry_key, 'entry key');
same(tagOf(E), w.tag, 'tag');
assert.deepEqual(openLabel(E, hex(w.sealed_label)), { category: 4, first: 240, last: 241, reporters: 1, status: 2, tier: 4, flags: 0, policy: 3, ring: 0xdecafbad });

for (const d of json('entries.json').derivations) {
  const key = entryKey(hex(d.output_y), d.suite, d.list, d.kind, d.epoch);
  same(key, d.entry_key, 'entry key');
  same(tagOf(key), d.tag, 'tag');
}
for (const l of json('entries.json').labels) assert.equal(openLabel(hex(l.entry_key), hex(l.sealed)).status, l.status), checks++;

const signed = (file, key, name) => {
  const publicKey = createPublicKey({ key: hex(file[key]), format: 'der', type: 'spki' });
  assert(verify('sha256', hex(file[name]), { key: publicKey, dsaEncoding: 'ieee-p1363' }, hex(file[name + '_signature'])), name), checks++;
};
const s = json('statements.json');
for (const name of ['report', 'retraction', 'renewal']) signed(s, 'member_key', name);
signed(s, 'exchange_key', 'receipt');
const f = json('files.json');
for (const name of ['descriptor', 'manifest']) signed(f, 'exchange_key', name);
const m = manifest(hex(f.manifest));
same(m.epochs[0].digest, sha256(hex(f.descriptor)).toString('hex'), 'descriptor digest');
assert.equal(descriptor(hex(f.descriptor)).epoch, 7);
const snapshot = readFileSync(new URL('snapshot-result.bin', folder));
same(sha256(snapshot), m.files[0].digest.toString('hex'), 'snapshot digest');
assert.equal(openLabel(E, find(snapshot, tagOf(E))) !== undefined, true);
const h = json('handle.json');
const opened = openHandle(hex(h.vault_key), h.exchange, h.list, h.handle);
same(opened.plaintext, h.plaintext, 'handle');
assert.deepEqual(opened.identifiers.map((i) => [i.kind, i.epochs.length]), h.identifiers.map((i) => [i.kind, i.epochs.length])), checks++;
for (const [at, held] of h.identifiers[0].epochs.entries()) same(opened.identifiers[0].epochs[at].key, held.entry_key, 'entry key of a handle'), assert.equal(opened.identifiers[0].epochs[at].epoch, held.epoch);
same(fingerprint(h.suite, hex(h.joint_public_key)), h.fingerprint, 'fingerprint');
same(opened.identifiers[0].epochs[0].fingerprint, h.fingerprint, 'fingerprint of a handle');
console.log(`vectors: ${checks} values agree with @noble/curves and node`);
