import { z } from 'zod';
import type { Operation, StructureSchema } from '../envelope/operation.ts';
import type { ImportedOperation } from './imported-service.ts';

const CHINESE = /\p{Script=Han}/u;
const NAME = { pattern: /^[A-Za-z0-9_-]{1,64}$/, description: '平台分配的应用账号' };

const errors = z
  .array(z.object({ member: z.string().optional(), message: z.string() }))
  .optional()
  .meta({ title: '出错的成员', description: '逐个列出' });
/** What every refusal says, whichever operation it is of. */
const refusal = {
  code: z.string().optional().meta({ title: '错误代码', description: '失败时返回，见错误代码' }),
  message: z.string().optional().meta({ title: '错误说明', description: '失败时返回' }),
  errors,
};

/** An operation of an imported service as our channels offer it. Its dots would not do in an address. */
export function operationOf({ name, title, description, input, output }: ImportedOperation): Operation {
  return {
    name,
    title: CHINESE.test(title) ? title : `调用${name}（${title}）`,
    clause: description === undefined ? '导入的接口描述' : `导入的接口描述：${description}`,
    http: { method: 'POST', path: `/{service}/{interFlag}/${name.replaceAll('.', '_')}` },
    soap: true,
    input: membersOf(input),
    output: membersOf(output),
    structure: { input, output },
  };
}

/** Issues a token to whoever shows its secret. SOAP stubs have their own way to prove themselves: HTTP Basic. */
export function tokenOperation(name: string): Operation {
  return {
    name,
    title: '获取访问令牌',
    clause: '平台约定',
    http: { method: 'POST', path: `/{service}/{interFlag}/${name}` },
    soap: false,
    input: z.object({
      appid: z.string().regex(NAME.pattern).meta({ title: '应用账号', description: NAME.description }),
      secret: z.string().meta({ title: '密钥', description: '平台分配的密钥' }),
    }),
    output: z.object({
      access_token: z.string().optional().meta({ title: '访问令牌', description: '成功时返回' }),
      expires_in: z.int().optional().meta({ title: '有效期', description: '秒，成功时返回' }),
      ...refusal,
    }),
  };
}

/** The members themselves, for whoever asks which there are; how they are made up inside only the structure tells. */
function membersOf({ properties = {}, required = [] }: StructureSchema): z.ZodObject {
  const shape = Object.entries(properties).map(([name, schema]) => {
    const member = typeOf(schema).meta({
      title: titleOf(name, schema),
      ...(schema.pattern !== undefined && { pattern: schema.pattern }),
      description: schema.description ?? '按导入的接口描述',
    });
    return [name, required.includes(name) ? member : member.optional()] as const;
  });
  return z.object(Object.fromEntries(shape));
}

function titleOf(name: string, { title }: StructureSchema): string {
  if (title === undefined) return `参数${name}`;
  return CHINESE.test(title) ? title : `参数${name}（${title}）`;
}

/** Required means there: `unknown` alone would do without. */
function typeOf({ type, enum: values }: StructureSchema): z.ZodType {
  if (type === 'string')
    return values?.every((value) => typeof value === 'string') ? z.enum(values) : z.string();
  if (type === 'integer') return z.int();
  if (type === 'number') return z.number();
  if (type === 'boolean') return z.boolean();
  if (type === 'array') return z.array(z.unknown());
  return z.union([z.record(z.string(), z.unknown()), z.unknown().refine((value) => value !== undefined)]);
}
