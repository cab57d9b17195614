import type { StructureSchema } from '../../envelope/operation.ts';

const text = (title: string): StructureSchema => ({ type: 'string', title });

/** The detail of a Fault of a structured operation; its answer has no member for what went wrong. */
export const FAULT_STRUCTURE: StructureSchema = {
  type: 'object',
  properties: {
    code: text('错误代码'),
    message: text('错误说明'),
    errors: { type: 'array', title: '出错的成员', items: { $ref: '#/$defs/ErrorDetail' } },
  },
  required: ['code', 'message'],
  $defs: {
    ErrorDetail: {
      type: 'object',
      properties: { member: text('成员'), message: text('说明') },
      required: ['message'],
    },
  },
};
