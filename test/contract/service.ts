import { z } from 'zod';
import type { MountedService } from '../../src/envelope/http-channel.ts';

const text = (title: string) => z.string().meta({ title, description: '契约测试' });

/** What channels are asked for in the tests of their contract: a text to say, and a file to hand in. */
export const SERVICE: MountedService = {
  standard: 'contract',
  title: '契约测试接口',
  version: '1.0',
  namespace: 'urn:tonggui:contract:1.0',
  path: '/contract/exchange',
  url: 'http://127.0.0.1/contract/exchange',
  chapters: [],
  operations: [
    {
      name: 'say',
      title: '发送文本',
      clause: '1',
      http: { method: 'POST', path: '/{service}/{interFlag}' },
      soap: true,
      input: z.object({ text: text('文本'), other: text('其他').optional() }),
      output: z.object({ answer: text('应答') }),
    },
    {
      name: 'hand',
      title: '提交文件',
      clause: '2',
      http: { method: 'POST', path: '/{service}/{interFlag}/hand' },
      soap: false,
      input: z.object({
        text: text('文本'),
        other: text('其他').optional(),
        file: text('文件').meta({ title: '文件', description: '契约测试', format: 'binary' }),
      }),
      output: z.object({ answer: text('应答') }),
    },
  ],
};
