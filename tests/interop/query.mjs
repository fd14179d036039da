// node query.mjs PROFILE-FOLDER LIST LISTED-PHONE INNOCENT-PHONE: asks a running hub with the stock-library client and checks the answers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { canonical, Member } from './exchange.mjs';

const [profile, list, listed, innocent] = process.argv.slice(2);
const bundle = JSON.parse(readFileSync(join(profile, 'bundle.json')));
const member = new Member(bundle, readFileSync(join(profile, 'tls.key.pem')));
try {
  const [hit, miss] = await member.query(list, 'phone', 2, [canonical(2, '', listed), canonical(2, '', innocent)]);
  assert.equal(hit.status, 2, 'the listed phone opens a label that says listed');
  assert.equal(hit.tier, 4, 'on an official ground');
  assert.equal(hit.reporters, 1);
  assert.equal(miss, null, 'the innocent phone is in no file');

  // What a stranger gets wrong is answered with a problem, not with silence.
  const bad = await member.send('POST', '/v1/evaluate', { request_id: 'not-a-uuid', purpose: 'sign-up', groups: [] });
  assert.equal(bad.status >= 400 && bad.status < 500, true);
  assert.match(JSON.parse(bad.bytes).type, /^urn:bex:problem:/);
  console.log(`query: the stock-library client evaluated, verified, derived the tag and opened the label (category ${hit.category}, ring ${hit.ring.toString(16)})`);
} finally {
  member.close();
}
