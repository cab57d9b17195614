import { z } from 'zod';
import type { Operation } from '../../envelope/operation.ts';
import type { TableForm } from '../../envelope/table-form.ts';
import { PATTERN_TEXTS, PATTERNS } from './members.ts';

const json = z.record(z.string(), z.unknown());

const input = z.object({
  appid: z.string().regex(PATTERNS.appid).meta({
    'x-form': PATTERN_TEXTS.appid,
    title: '应用账号',
    description: 'S1表5、S2表1：请求方应用账号，接口应用双方约定',
  }),
  busicode: z.string().regex(PATTERNS.busicode).meta({
    'x-form': PATTERN_TEXTS.busicode,
    title: '业务分类代码',
    description: 'S1表6、表7：2位用途代码加4位类型代码；S2表2：3位代码',
  }),
  action: z.string().regex(PATTERNS.action).meta({
    'x-form': PATTERN_TEXTS.action,
    title: '请求动作代码',
    description: 'S1表A.1、S2表3：01新增、02修改、03删除、04查询',
  }),
  busilist: z
    .union([z.array(json), z.string()])
    .meta({ title: '请求业务参数', description: 'S1表5、A.1.1：JSON数组或其文本，编码字符集UTF-8' }),
  random: z.string().regex(PATTERNS.random).meta({
    'x-form': PATTERN_TEXTS.random,
    title: '请求随机标识',
    description: 'S1表5：每次请求的唯一编号，全局唯一，宜采用UUID',
  }),
  sign: z
    .string()
    .meta({ title: '签名', description: 'S1 7.5（1.12）、S2表1：按应用约定的算法签名，转换成大写' }),
});

const output = z.object({
  appid: z.string().optional().meta({ title: '应用账号', description: 'S1 A.2.2；S2表4没有此参数' }),
  busicode: z.string().optional().meta({ title: '业务分类代码', description: 'S1 A.2.2；S2表4没有此参数' }),
  datalist: z.union([json, z.string()]).meta({
    title: '返回结果参数',
    description: 'S1表8、A.2.3：result为0001成功、0000失败，message为说明，查询时busilist为JSON数组',
  }),
  random: z
    .string()
    .optional()
    .meta({ title: '请求随机标识', description: 'S1表8、S2表4：对应请求参数的random' }),
  sign: z
    .string()
    .optional()
    .meta({ title: '签名', description: 'S1表8、S2表4：应用账号可识别时对响应参数签名' }),
});

/** The one operation of S1 and S2; what it does is told by `action`. */
export const EXCHANGE_OPERATION: Operation = {
  name: 'exchange',
  title: '特种设备安全监管信息共享',
  clause: 'S1 7.4（1.11）、S2 6.2',
  http: { method: 'POST', path: '/{service}/{interFlag}' },
  soap: true,
  inFiles: {
    rows: 'busilist',
    id: 'random',
    caller: 'appid',
    answer: ['datalist', 'busilist'],
    question: { action: '04' },
  },
  input,
  output,
};

const rowCall = (action: string) => ({ operation: EXCHANGE_OPERATION.name, members: { action } });

/** S2 5.4 数据库对接方式: a table stands for a business code. */
export const IN_TABLES: TableForm = {
  changes: { I: rowCall('01'), U: rowCall('02'), D: rowCall('03') },
  kind: 'busicode',
};
