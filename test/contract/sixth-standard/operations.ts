import { z } from 'zod';
import type { Operation } from '../../../src/envelope/operation.ts';

/** What each member's text must look like before anything is signed (no `&`, `=`, blanks or breaks). */
export const PATTERNS = {
  unit: /^[A-Za-z0-9_.-]{1,64}$/,
  serial: /^[A-Za-z0-9_-]{1,64}$/,
  page: /^[1-9]\d{0,5}$/,
} as const;

const text = (name: keyof typeof PATTERNS, title: string, description: string) =>
  z.string().regex(PATTERNS[name]).meta({ title, description });

const sender = {
  unit: text('unit', '单位账号', '第3章：平台分配'),
  serial: text('serial', '流水号', '第3章：每次请求唯一；以相同流水号和内容重发不会重复写入'),
  sign: z.string().meta({ title: '签名', description: '第5章：HMAC-SM3，十六进制大写' }),
};
const notices = z.union([z.array(z.record(z.string(), z.unknown())), z.string()]).meta({
  title: '停用公告',
  description: '第4章：JSON数组或其文本',
});
const output = z.object({
  ok: z.string().meta({ title: '结果', description: '1成功，0失败' }),
  say: z.string().meta({ title: '说明' }),
  code: z.string().optional().meta({ title: '错误代码', description: '失败时返回' }),
  notices: notices.optional(),
  sign: sender.sign.optional(),
});

/** The two calls of the text, told once: REST routes, WSDL, OpenAPI and the interface document derive from them. */
export const OPERATIONS = {
  publish: {
    name: 'publish',
    title: '发布停用公告',
    clause: '第4章',
    http: { method: 'POST', path: '/{service}/{interFlag}' },
    soap: true,
    inFiles: { rows: 'notices', id: 'serial', caller: 'unit' },
    input: z.object({ ...sender, notices }),
    output,
  },
  read: {
    name: 'read',
    title: '查询停用公告',
    clause: '第4章',
    http: { method: 'GET', path: '/{service}/{interFlag}/notices' },
    soap: false,
    inFiles: { id: 'serial', answer: ['notices'] },
    input: z.object({ ...sender, page: text('page', '页码', '第4章：从1开始').optional() }),
    output,
  },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof OPERATIONS;
