import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { it } from '@jest/globals';
import fc from 'fast-check';
import { readWsdl } from '../../../src/imported/wsdl/read-wsdl.ts';
import { readPayload } from '../../../src/imported/wsdl/read-payload.ts';
import { writePayload } from '../../../src/imported/wsdl/write-payload.ts';
import { writeJsonValue } from '../../../src/text/json-value.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import { createImportedStandard } from '../../../src/imported/imported-standard.ts';
import { membersOf } from './random-members.ts';
it('all', () => {
  const root = process.env['WSDLS']!;
  const files = (readdirSync(root, { recursive: true }) as string[]).filter((f) => f.endsWith('.wsdl') || f.includes('wsdl') && f.endsWith('.xml'));
  const out: Record<string, string[]> = {};
  let ok = 0, ops = 0;
  for (const f of files) {
    const text = readFileSync(join(root, f), 'utf8');
    const others: Record<string, string> = {};
    for (const dir of [dirname(join(root, f))])
      for (const g of (readdirSync(dir, { recursive: true }) as string[]).slice(0, 3000)) if (/\.(xsd|wsdl)$/.test(g) && basename(g) !== basename(f) && Object.keys(others).length < 98) others[g] = readFileSync(join(dir, g), 'utf8');
    const t = performance.now();
    try {
      const s = readWsdl({ root: text, others });
      ok++; ops += s.operations.length;
      for (const n of s.notes ?? []) (out['NOTE ' + n.replace(/operation \S+|type \S+/, 'X').slice(0, 80)] ??= []).push(f);
      try { createImportedStandard(s, { name: 'x', service: 'a', interFlag: 'b', title: 'x', version: '1', namespace: 'urn:x' }); } catch (e) { (out['STANDARD ' + (e as Error).message.slice(0, 100)] ??= []).push(f); }
      for (const o of s.operations) for (const form of [o.request, o.answer]) {
        try {
          fc.assert(fc.property(membersOf(form, s), (m) => {
            const json = writeJsonValue(m);
            if (json.length > 20000) return;
            const xml = writePayload(json, form, s.types);
            const back = readPayload(readXml(xml === '' ? '<n/>' : xml), form, s.types);
            if (back !== json) throw new Error(`DIFF ${json}\n ${back}\n ${xml}`);
          }), { numRuns: 4 });
        } catch (e) { const m = String((e as Error).message); const c = String((e as any).cause ?? ''); (out['PROP ' + (c + m).replace(/\n/g,' ').slice(0, 500)] ??= []).push(f + ' ' + o.name); }
      }
    } catch (e) { (out[(e as Error).message.slice(0, 260).replace(/line \d+, column \d+/, '')+ ((e as Error).name === 'DescriptionError' ? '' : (e as Error).stack)] ??= []).push(f); }
    const d = performance.now() - t; if (d > 1000) (out['SLOW'] ??= []).push(f + ' ' + d);
  }
  console.log(files.length, ok, ops, Object.entries(out).map(([k, v]) => `${v.length} ${k}\n      ${v.slice(0, 3).join('\n      ')}`).join('\n'));
}, 500000);
