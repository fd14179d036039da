// A whole member client from spec/ alone: signed descriptors and manifests, VOPRF by @noble/curves, entry key, tag, file look-up, label.
import { createHash, createHmac, createDecipheriv, createPublicKey, hkdfSync, randomBytes, randomInt, randomUUID, verify } from 'node:crypto';
import http2 from 'node:http2';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';

const { voprf } = ristretto255_oprf;
const ascii = (text) => Buffer.from(text, 'ascii');
const b64 = (bytes) => Buffer.from(bytes).toString('base64url');
const unb64 = (text) => Buffer.from(text, 'base64url');
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

// Section 2.1: text8 and bytes16, big-endian integers.
export class Reader {
  constructor(bytes) { this.bytes = bytes; this.at = 0; }
  take(n) {
    if (this.at + n > this.bytes.length) throw new Error('structure is short');
    return this.bytes.subarray(this.at, (this.at += n));
  }
  u8() { return this.take(1)[0]; }
  u16() { return this.take(2).readUInt16BE(); }
  u32() { return this.take(4).readUInt32BE(); }
  u64() { return Number(this.take(8).readBigUInt64BE()); }
  text8() { return this.take(this.u8()).toString('utf8'); }
  bytes16() { return this.take(this.u16()); }
  list(count, read) { return Array.from({ length: count }, () => read()); }
  end() { if (this.at !== this.bytes.length) throw new Error('trailing bytes'); }
}

const text8 = (text) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);
const u16 = (value) => { const b = Buffer.alloc(2); b.writeUInt16BE(value); return b; };
const u32 = (value) => { const b = Buffer.alloc(4); b.writeUInt32BE(value); return b; };

// identifiers.md: "BEXv1" 0 ‖ kind ‖ ns_len ‖ namespace ‖ len u16 ‖ value.
export const canonical = (kind, namespace, value) => Buffer.concat([
  ascii('BEXv1\0'), Buffer.from([kind]), text8(namespace), u16(Buffer.byteLength(value)), Buffer.from(value)]);

// Section 2.2.
export function openSigned(signed, exchangeKey) {
  const payload = unb64(signed.payload);
  const key = createPublicKey({ key: exchangeKey, format: 'der', type: 'spki' });
  if (!verify('sha256', payload, { key, dsaEncoding: 'ieee-p1363' }, unb64(signed.signature))) throw new Error('signature of the exchange does not verify');
  return payload;
}

// Section 4.
export function descriptor(payload) {
  const r = new Reader(payload);
  if (r.text8() !== 'bex/epoch/v1') throw new Error('not a descriptor');
  const d = { exchange: r.text8(), list: r.text8(), epoch: r.u32(), notBefore: r.u64(), notAfter: r.u64(), previous: r.take(32) };
  d.kinds = r.list(r.u8(), () => {
    const kind = { kind: r.u8(), suite: r.text8(), t: r.u8() };
    kind.holders = r.list(r.u8(), () => ({ index: r.u16(), key: r.bytes16(), url: r.text8() }));
    kind.pk = r.bytes16();
    return kind;
  });
  r.end();
  return d;
}

// Section 8.3.
export function manifest(payload) {
  const r = new Reader(payload);
  if (r.text8() !== 'bex/manifest/v1') throw new Error('not a manifest');
  const m = { exchange: r.text8(), list: r.text8(), sequence: r.u64(), issuedAt: r.u64(), policy: r.u16() };
  m.epochs = r.list(r.u8(), () => ({ epoch: r.u32(), digest: r.take(32) }));
  m.files = r.list(r.u16(), () => {
    const file = { kind: r.u8(), epoch: r.u32(), digest: r.take(32), length: r.u64() };
    file.deltas = r.list(r.u8(), () => ({ base: r.take(32), digest: r.take(32), length: r.u64(), result: r.take(32) }));
    return file;
  });
  r.end();
  return m;
}

// Sections 6.1 and 6.4.
const expand = (prk, info, length) => {
  let block = Buffer.alloc(0), out = Buffer.alloc(0);
  for (let i = 1; out.length < length; i++) {
    block = createHmac('sha256', prk).update(Buffer.concat([block, info, Buffer.from([i])])).digest();
    out = Buffer.concat([out, block]);
  }
  return out.subarray(0, length);
};
export const entryKey = (y, suite, list, kind, epoch) =>
  Buffer.from(hkdfSync('sha256', y, Buffer.alloc(0), Buffer.concat([ascii('bex/entry/v1'), text8(suite), text8(list), Buffer.from([kind]), u32(epoch)]), 32));
export const tagOf = (E) => expand(E, ascii('bex/tag/v1'), 32);
export function openLabel(E, sealed) {
  const [salt, ciphertext, mac] = [sealed.subarray(0, 16), sealed.subarray(16, 32), sealed.subarray(32, 48)];
  const material = expand(E, Buffer.concat([ascii('bex/label/v1'), salt]), 44);
  const gcm = createDecipheriv('aes-256-gcm', material.subarray(0, 32), material.subarray(32));
  gcm.setAAD(Buffer.concat([ascii('bex/label/v1'), tagOf(E)]));
  gcm.setAuthTag(mac);
  const label = Buffer.concat([gcm.update(ciphertext), gcm.final()]);
  return { category: label.readUInt16BE(0), first: label.readUInt16BE(2), last: label.readUInt16BE(4), reporters: label[6], status: label[7],
    tier: label[8], flags: label[9], policy: label.readUInt16BE(10), ring: label.readUInt32BE(12) };
}

// handles.md
export const fingerprint = (suite, joint) => sha256(Buffer.concat([text8(suite), joint])).subarray(0, 8);
export function openHandle(vaultKey, exchange, list, handle) {
  const bytes = unb64(handle);
  const key = Buffer.from(hkdfSync('sha256', vaultKey, Buffer.alloc(0), ascii('bex/handle/v1'), 32));
  const gcm = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13));
  gcm.setAAD(Buffer.concat([text8('bex/handle/v1'), bytes.subarray(0, 1), text8(exchange), text8(list)]));
  gcm.setAuthTag(bytes.subarray(-16));
  const plaintext = Buffer.concat([gcm.update(bytes.subarray(13, -16)), gcm.final()]);
  const r = new Reader(plaintext);
  const identifiers = r.list(r.u8(), () => ({ kind: r.u8(), epochs: r.list(r.u8(), () => ({ epoch: r.u32(), fingerprint: r.take(8), key: r.take(32) })) }));
  return { plaintext, identifiers };
}

// Section 8.1 and 8.4.
export function find(file, tag) {
  if (file.subarray(0, 8).toString() !== 'BEXSNAP1') throw new Error('not a snapshot');
  const count = Number(file.readBigUInt64BE(46));
  if (file.length !== 64 + 64 * count) throw new Error('torn snapshot');
  let low = 0, high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = file.subarray(64 + 64 * middle, 128 + 64 * middle);
    const order = Buffer.compare(entry.subarray(0, 16), tag.subarray(0, 16));
    if (order === 0) return entry.subarray(16);
    if (order < 0) low = middle + 1; else high = middle - 1;
  }
  return null;
}

// Section 5: pad to 4, 16, 64, 256 or 1024, shuffle, evaluate, verify, finalize.
export function blindGroup(inputs) {
  const size = [4, 16, 64, 256, 1024].find((n) => n >= inputs.length);
  const slots = [...inputs, ...Array.from({ length: size - inputs.length }, () => randomBytes(32))]
    .map((input, index) => ({ input, index, ...voprf.blind(input) }));
  for (let i = slots.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [slots[i], slots[j]] = [slots[j], slots[i]];
  }
  return slots;
}
export function finalizeGroup(slots, pk, answer) {
  const evaluated = unb64(answer.elements);
  const items = slots.map((slot, i) => ({ input: slot.input, blind: slot.blind, blinded: slot.blinded, evaluated: evaluated.subarray(32 * i, 32 * i + 32) }));
  const outputs = voprf.finalizeBatch(items, pk, unb64(answer.proof));
  return slots.map((slot, i) => ({ index: slot.index, y: outputs[i] })).sort((a, b) => a.index - b.index).map((row) => row.y);
}

// Section 3: TLS 1.3, HTTP/2, client certificate, the exchange's root and nothing else.
export class Member {
  constructor(bundle, key) {
    this.bundle = bundle;
    this.exchangeKey = unb64(bundle.exchange_key);
    this.session = http2.connect(bundle.hub_url, { ca: bundle.root_certificate, cert: bundle.certificate, key, minVersion: 'TLSv1.3' });
  }
  close() { this.session.close(); }
  send(method, path, body) {
    return new Promise((resolve, reject) => {
      const stream = this.session.request({ ':method': method, ':path': path, ...(body && { 'content-type': 'application/json' }) });
      const parts = [];
      let status = 0;
      this.session.once('error', reject);
      stream.on('response', (headers) => { status = headers[':status']; });
      stream.on('data', (part) => parts.push(part));
      stream.on('error', reject);
      stream.on('end', () => resolve({ status, bytes: Buffer.concat(parts) }));
      stream.end(body ? JSON.stringify(body) : undefined);
    });
  }
  async json(method, path, body) {
    const { status, bytes } = await this.send(method, path, body);
    if (status >= 300) throw Object.assign(new Error(`${method} ${path}: ${status} ${bytes}`), { status, problem: JSON.parse(bytes) });
    return JSON.parse(bytes);
  }
  async query(list, kindName, kindNumber, inputs) {
    const m = manifest(openSigned((await this.json('GET', `/v1/lists/${list}/manifest`)).manifest, this.exchangeKey));
    const signed = (await this.json('GET', `/v1/lists/${list}/epochs`)).epochs.map((s) => openSigned(s, this.exchangeKey));
    const live = signed.filter((payload) => m.epochs.some((e) => e.digest.equals(sha256(payload)))).map(descriptor);
    const results = inputs.map(() => null);
    for (const epoch of live) {
      const { suite, pk, t, holders } = epoch.kinds.find((k) => k.kind === kindNumber);
      if (suite !== 'ristretto255-SHA512' || t !== 1 || !holders[0].key.equals(pk)) throw new Error('this client knows one suite and one holder');
      const slots = blindGroup(inputs);
      const answer = await this.json('POST', '/v1/evaluate', { request_id: randomUUID(), purpose: 'sign-up',
        groups: [{ list, epoch: epoch.epoch, kind: kindName, elements: b64(Buffer.concat(slots.map((s) => s.blinded))) }] });
      const file = m.files.find((f) => f.kind === kindNumber && f.epoch === epoch.epoch);
      const { bytes } = await this.send('GET', `/v1/files/${file.digest.toString('hex')}`);
      if (!sha256(bytes).equals(file.digest)) throw new Error('the file is not the one the manifest names');
      finalizeGroup(slots, pk, answer.groups[0]).forEach((y, i) => {
        const E = entryKey(y, suite, list, kindNumber, epoch.epoch);
        const sealed = find(bytes, tagOf(E));
        if (sealed) results[i] = openLabel(E, sealed);
      });
    }
    return results;
  }
}
