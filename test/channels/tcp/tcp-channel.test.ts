import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FRAMINGS, frame, openPartner, pause, startChannel, stopChannels, until } from './sample.ts';

afterEach(stopChannels);

describe.each(FRAMINGS)('messages with %s framing', (framing) => {
  it('ask the core once each, with their exact texts, digest and peer', async () => {
    const channel = await startChannel({ framing });
    const partner = openPartner(channel);
    const body = '{"access_token":"T\\u0041","txcode":"0101", "n" : 1.50,"data":[{"名":"锅炉"} ]}';
    partner.send(body);
    expect(await partner.receive(1)).toEqual([{ status: '0', err: '', n: 1.5 }]);
    const [{ id, receivedAt, ...message }] = channel.messages as [(typeof channel.messages)[0]];
    expect(message).toEqual({
      wire: 'tcp',
      standard: 'sample',
      operation: 'send',
      address: 'tcp:send',
      members: new Map([
        ['access_token', { kind: 'text', text: 'TA' }],
        ['txcode', { kind: 'text', text: '0101' }],
        ['n', { kind: 'json', text: '1.50' }],
        ['data', { kind: 'json', text: '[{"名":"锅炉"} ]' }],
      ]),
      headers: {},
      peer: { address: '127.0.0.1' },
      body: { bytes: Buffer.byteLength(body), digest: createHash('sm3').update(body).digest('hex') },
    });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(Date.now() - receivedAt.getTime()).toBeLessThan(5000);
    expect(channel.messages).toHaveLength(1);
  });

  it('are answered in order when 1,000 come at once, whatever order the core ends them in', async () => {
    let active = 0;
    let most = 0;
    const channel = await startChannel({ framing, pipelined: 8 }, async ({ members }) => {
      active += 1;
      most = Math.max(most, active);
      const { text } = members.get('n')!;
      await pause(Number(text) % 5);
      active -= 1;
      return { members: [{ name: 'n', kind: 'json', text }] };
    });
    const partner = openPartner(channel);
    const numbers = Array.from({ length: 1000 }, (_, n) => ({ n }));
    partner.socket.write(Buffer.concat(numbers.map((message) => frame(framing, message))));
    expect(await partner.receive(1000)).toEqual(numbers);
    expect(channel.messages.map(({ members }) => Number(members.get('n')!.text))).toEqual(
      numbers.map(({ n }) => n),
    );
    expect(most).toBe(8);
  });

  it('may come byte by byte, their characters split anywhere', async () => {
    const channel = await startChannel({ framing });
    const partner = openPartner(channel);
    partner.socket.setNoDelay(true);
    const two = Buffer.concat([frame(framing, { n: '隐患😀' }), frame(framing, { n: '排查' })]);
    for (const byte of two) {
      partner.socket.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await partner.receive(2);
    expect(channel.messages.map(({ members }) => members.get('n'))).toEqual([
      { kind: 'text', text: '隐患😀' },
      { kind: 'text', text: '排查' },
    ]);
  });

  it('may be large and come in many pieces', async () => {
    const channel = await startChannel({ framing });
    const partner = openPartner(channel);
    const text = '锅炉'.repeat(500_000);
    partner.send({ n: 1, text });
    partner.send({ n: 2 });
    expect(await partner.receive(2)).toMatchObject([{ n: 1 }, { n: 2 }]);
    expect(channel.messages[0]?.members.get('text')?.text === text).toBe(true);
  });

  it('are answered although the sender has ended its side', async () => {
    const channel = await startChannel({ framing }, async () => {
      await pause(20);
      return { members: [{ name: 'n', kind: 'json', text: '1' }] };
    });
    const partner = openPartner(channel);
    partner.socket.end(Buffer.concat([frame(framing, {}), frame(framing, {})]));
    await partner.over;
    expect(partner.answers).toEqual([{ n: 1 }, { n: 1 }]);
  });

  it('take a frame of exactly the limit and no byte more', async () => {
    const channel = await startChannel({ framing, frameBytes: 64 });
    const partner = openPartner(channel);
    const exact = `{"n":1,"pad":"${'a'.repeat(48)}"}`;
    expect(exact).toHaveLength(64);
    partner.send(exact);
    expect(await partner.receive(1)).toMatchObject([{ status: '0' }]);
    partner.send(`${exact} `);
    await partner.over;
    expect(partner.answers[1]).toMatchObject({ status: 'TOO_LARGE' });
  });

  it('are read no further than the limit of messages under way', async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const channel = await startChannel({ framing, pipelined: 3 }, async () => {
      await gate;
      return { members: [] };
    });
    const partner = openPartner(channel);
    for (let n = 0; n < 10; n += 1) partner.send({ n });
    await until(() => channel.messages.length === 3);
    await pause(50);
    expect(channel.messages).toHaveLength(3);
    go();
    expect(await partner.receive(10)).toHaveLength(10);
  });
});

describe('framing', () => {
  it('takes CR LF and passes over empty lines', async () => {
    const channel = await startChannel({ framing: 'newline' });
    const partner = openPartner(channel);
    partner.socket.write('\n\r\n{"n":1}\r\n\n\n{"n":2}\n');
    expect(await partner.receive(2)).toMatchObject([{ n: 1 }, { n: 2 }]);
    expect(channel.messages).toHaveLength(2);
  });

  it('goes on after a bad line', async () => {
    const channel = await startChannel({ framing: 'newline' });
    const partner = openPartner(channel);
    partner.socket.write('{"n":1}\nnonsense\n{"n":3}\n');
    expect(await partner.receive(3)).toMatchObject([
      { status: '0' },
      { status: 'MALFORMED', err: '报文不是合法的JSON：第1行第1列应为JSON对象' },
      { n: 3 },
    ]);
  });

  it('keeps an answer on one line', async () => {
    const channel = await startChannel({ framing: 'newline' }, async () => ({
      members: [{ name: 'data', kind: 'json', text: '[1,\r\n "a\\nb"]' }],
    }));
    const partner = openPartner(channel);
    partner.send({});
    expect(await partner.receive(1)).toEqual([{ data: [1, 'a\nb'] }]);
  });

  it('lets an array stand for the member that the operation names', async () => {
    const channel = await startChannel({ operation: 'list' });
    const partner = openPartner(channel);
    partner.send(' [{"a": 1}]');
    await partner.receive(1);
    expect([...channel.messages[0]!.members]).toEqual([['data', { kind: 'json', text: '[{"a":1}]' }]]);
  });
});

describe('answers', () => {
  it('show JSON members as text to a caller that sent text', async () => {
    const members = [{ name: 'list', kind: 'json', text: '[1]' }] as const;
    const channel = await startChannel({}, async () => ({ members, jsonAsText: true }));
    const partner = openPartner(channel);
    partner.send({});
    expect(await partner.receive(1)).toEqual([{ list: '[1]' }]);
  });

  it('that cannot be given cut the connection and tell the operator', async () => {
    const file = { name: 'a', mediaType: 'b/c', bytes: Buffer.alloc(1) };
    const channel = await startChannel({}, async ({ members }) => {
      if (members.has('defect')) throw new TypeError('defect');
      return { members: [], file };
    });
    for (const message of [{}, { defect: 1 }]) {
      const partner = openPartner(channel);
      partner.send(message);
      await partner.over;
      expect(partner.answers).toEqual([]);
    }
    expect(channel.failures.map(String)).toEqual([
      'Error: an answer that is a file cannot go over TCP',
      'TypeError: defect',
    ]);
  });
});
