import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with rules for S1 type 0990 (an operator's own, 1.2.4): a key, a region, a masked phone, and anything else. */
export function ownRules(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tonggui-own-rules-'));
  mkdirSync(join(folder, 's1'));
  const rules = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: '自定义业务数据',
    'x-source': '测试',
    'x-primaryKey': ['no'],
    'x-region': 'region',
    'x-index': [],
    'x-sensitive': { phone: 'phone' },
    type: 'object',
    additionalProperties: true,
    properties: {
      no: { title: '编号', type: 'string', pattern: '^[0-9a-z-]{1,40}$', description: '小写字母或数字' },
      region: { title: '行政区划', type: 'string', format: 'region' },
      phone: { title: '电话', type: 'string', maxLength: 20 },
    },
    required: ['no'],
    'x-examples': {
      good: [{ no: 'a1' }, { no: 'b2', region: '320500' }],
      bad: [
        { record: {}, member: 'no', rule: 'required' },
        { record: { no: 'A' }, member: 'no', rule: 'pattern' },
        { record: { no: 'a', region: '32' }, member: 'region', rule: 'format' },
      ],
    },
  };
  writeFileSync(join(folder, 's1', '0990.json'), JSON.stringify(rules));
  return folder;
}
