import { z } from 'zod';
import type { MountedService } from '../../../src/envelope/http-channel.ts';
import type { Exchange, RawMessage, RawReply } from '../../../src/envelope/raw-message.ts';

/** A small service: a message to post, and a question to ask by GET. */
export const SAMPLE_SERVICE: MountedService = {
  standard: 'sample',
  title: '样例接口 <b>&"\'',
  version: '1.2',
  namespace: 'urn:tonggui:sample:1.2',
  path: '/sample/exchange',
  url: 'https://gateway.example/base/sample/exchange',
  operations: [
    {
      name: 'send',
      title: '发送',
      clause: '样例 1.1',
      http: { method: 'POST', path: '/{service}/{interFlag}' },
      soap: true,
      input: z.object({
        id: z.string().min(1).max(20).meta({ title: '编号', description: '唯一 <i>编号</i>' }),
        list: z.union([z.array(z.record(z.string(), z.unknown())), z.string()]).meta({ title: '数据' }),
        kind: z.enum(['a', 'b']).optional().meta({ title: '类别' }),
      }),
      output: z.object({ result: z.string().meta({ title: '结果' }), data: z.unknown().optional() }),
    },
    {
      name: 'ask',
      title: '查询',
      clause: '样例 1.2',
      http: { method: 'GET', path: '/sample/exchange/ask/{topic}' },
      soap: false,
      input: z.object({ key: z.string().meta({ title: '关键字' }) }),
      output: z.object({ result: z.string() }),
    },
  ],
  chapters: [
    {
      title: '附录 <script>alert(1)</script>',
      paragraphs: ['说明 & 备注'],
      table: { head: ['代码', '含义'], rows: [['01', '<新增>']] },
    },
  ],
};

export interface RecordedExchange {
  readonly exchange: Exchange;
  readonly messages: RawMessage[];
}

/** Tells its error or echoes the names of the members, and keeps what it was asked. */
export function recordedExchange(reply: Partial<RawReply> = {}): RecordedExchange {
  const messages: RawMessage[] = [];
  const exchange: Exchange = async (raw) => {
    messages.push(raw);
    const error = raw.unreadable;
    const members = [
      { name: 'result', kind: 'text' as const, text: error ? error.message : 'ok' },
      { name: 'data', kind: 'json' as const, text: JSON.stringify([...raw.members.keys()]) },
    ];
    return { members, ...(error && { error }), ...reply };
  };
  return { exchange, messages };
}
