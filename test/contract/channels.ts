import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkChannels } from '../../src/channels/start-channels.ts';
import { sm3Hex } from '../../src/crypto/digest.ts';
import type { RunningChannel, StandaloneChannel } from '../../src/envelope/channel.ts';
import { ExchangeError } from '../../src/envelope/exchange-error.ts';
import type { HttpChannel, HttpReply, HttpRequest, MountedService } from '../../src/envelope/http-channel.ts';
import type { Member } from '../../src/envelope/raw-message.ts';
import { type Answering, type Carried, createRecorder, type Recorder, textOf } from './recorder.ts';
import { SERVICE } from './service.ts';

/** How a partner speaks a wire form over HTTP, written without the channel's own code. */
export interface HttpSpeaker {
  readonly mediaType: string;
  readonly channel: HttpChannel;
  /** Which operation of the test service it asks for. */
  readonly operation: 'say' | 'hand';
  /** The body that carries these members, and what the content type says beside the media type. */
  write(members: Readonly<Record<string, string>>): {
    readonly body: Buffer;
    readonly parameters: Readonly<Record<string, string>>;
  };
  /** The text of a member of an answer. */
  read(body: string, member: string): string | undefined;
  /** Bodies that are no message of this form. */
  readonly garbage: readonly string[];
}

/** How a partner speaks to a channel that runs by itself. */
export interface StandaloneSpeaker {
  readonly name: string;
  readonly channel: StandaloneChannel;
  /** Where its messages carry the text; by default the member `text`. */
  readonly carried?: Carried;
  /** How the core must answer so that the partner reads a text; by default the member `answer`. */
  readonly answer?: Answering;
  /** Characters of an answer that it gives to its partner. */
  readonly longest?: number;
  /** Settings that it must refuse. */
  readonly wrong: readonly unknown[];
  /** Makes ready what the channel needs, in an empty folder. */
  prepare(folder: string): Promise<Stage>;
}

export interface Stage {
  /** As an operator writes them. */
  readonly settings: unknown;
  readonly services: readonly MountedService[];
  /** Begins to speak; `address` is the running channel's. */
  open(address: string): Promise<Conversation>;
  close(): Promise<void>;
}

export interface Conversation {
  /** Sends one message that carries a text; the answer as the partner reads it. Rejects when there is none. */
  say(text: string): Promise<string>;
  /** Sends what is no message; resolves once the channel is done with it. */
  garble(): Promise<void>;
  close(): Promise<void>;
}

const ODD_TEXTS = [
  '',
  ' ',
  ' blanks around ',
  'tab\tline\nend',
  'CR\r\nLF\r',
  '特种设备，安全监管；“共享”',
  '\u{1f600}\u{20000}e\u0301\u200d',
  '<&>"\'\\/]]>%00&amp;',
  '{"n":1.50,"big":123456789012345678}',
  'a=1&b=2;c',
  '0101',
  'x'.repeat(5000),
];

/** What every wire form over HTTP keeps to. */
export function describeHttpChannels(speakers: readonly HttpSpeaker[]): void {
  describe.each(speakers)('the HTTP channel of $mediaType', (speaker) => {
    it('is well-formed: a name, media types in lower case, itself among them', () => {
      const { name, mediaTypes } = speaker.channel;
      expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(mediaTypes).toContain(speaker.mediaType);
      for (const type of mediaTypes) expect(type).toBe(type.toLowerCase());
    });
    describeHttpMessages(speaker);
    describeHttpGarbage(speaker);
  });
}

function describeHttpMessages(speaker: HttpSpeaker): void {
  it.each(ODD_TEXTS)('carries %j both ways as it is, asking the core once', async (text) => {
    const { recorder, reply } = await send(speaker, speaker.write({ text, other: '2' }));
    expect(recorder.messages).toHaveLength(1);
    const [raw] = recorder.messages;
    expect(raw!.unreadable).toBeUndefined();
    const expected: readonly (readonly [string, Member])[] = [
      ['other', { kind: 'text', text: '2' }],
      ['text', { kind: 'text', text }],
    ];
    expect([...raw!.members].sort()).toEqual(expected);
    expect(speaker.read(String(reply.body), 'answer') ?? '').toBe(text);
    expect(reply.status).toBe(200);
  });

  it('tells the core all it knows of the attempt', async () => {
    const { recorder, request } = await send(speaker, speaker.write({ text: 'x' }));
    const [raw] = recorder.messages;
    expect(raw).toMatchObject({
      id: request.id,
      standard: SERVICE.standard,
      operation: speaker.operation,
      address: request.path,
      headers: request.headers,
      peer: request.peer,
      receivedAt: request.receivedAt,
      body: { bytes: request.body.length, digest: sm3Hex(request.body) },
    });
    expect(raw!.wire).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  it.each([
    ['RULES_FAILED', (status: number) => status === 200],
    ['OVERLOADED', (status: number) => status === 503],
    ['STORAGE_UNAVAILABLE', (status: number) => status >= 500],
    ['INTERNAL', (status: number) => status >= 500],
  ] as const)('tells the caller %s, with the status of its kind', async (code, fits) => {
    const error = new ExchangeError(code, { retryAfter: 5 });
    const { recorder, reply } = await send(speaker, speaker.write({ text: 'x' }), { error });
    expect(recorder.messages).toHaveLength(1);
    expect(String(reply.body)).toContain(error.message);
    expect(fits(reply.status)).toBe(true);
  });

  it('renders what the listener refused, asking the core once', async () => {
    const error = new ExchangeError('TOO_LARGE');
    const recorder = createRecorder();
    const request = requestOf(speaker, { body: Buffer.alloc(0), parameters: {} });
    const reply = await speaker.channel.refuse(request, SERVICE, recorder.exchange, error);
    expect(recorder.messages.map(({ unreadable }) => unreadable)).toEqual([error]);
    expect(String(reply.body)).toContain(error.message);
    expect(reply.status).toBeGreaterThanOrEqual(400);
  });
}

function describeHttpGarbage(speaker: HttpSpeaker): void {
  it.each(speaker.garbage)('asks the core once about %j, which cannot be read', async (garbage) => {
    const { recorder, reply } = await send(speaker, {
      ...speaker.write({ text: 'x' }),
      body: Buffer.from(garbage),
    });
    expect(recorder.messages).toHaveLength(1);
    const [raw] = recorder.messages;
    expect(raw!.unreadable?.facts.kind).toMatch(/^(?:transport|format)$/);
    expect(String(reply.body)).toContain(raw!.unreadable!.message);
    expect(reply.status).toBeGreaterThanOrEqual(400);
  });

  it('asks the core once about an operation that is not there', async () => {
    const path = '/contract/nothing';
    const { recorder } = await send(speaker, { ...speaker.write({ text: 'x' }), path });
    expect(recorder.messages).toHaveLength(1);
  });

  it('survives any damage: one question to the core, one answer, never a throw', async () => {
    const good = speaker.write({ text: 'damage 损坏' });
    const damage = fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(good.body.length), fc.nat(30));
    await fc.assert(
      fc.asyncProperty(damage, async ([noise, at, cut]) => {
        const body = Buffer.concat([good.body.subarray(0, at), noise, good.body.subarray(at + cut)]);
        const { recorder, reply } = await send(speaker, { ...good, body });
        expect(recorder.messages).toHaveLength(1);
        expect(reply.status).toBeGreaterThanOrEqual(200);
      }),
      { numRuns: 100 },
    );
  });

  it('gives documents it has, and nothing for variants it has not', () => {
    for (const document of Object.values(speaker.channel.documents)) {
      expect(document(SERVICE, '')?.status).toBe(200);
      expect(document(SERVICE, '../../etc/passwd')).toBeUndefined();
    }
  });
}

interface Sent {
  readonly recorder: Recorder;
  readonly request: HttpRequest;
  readonly reply: HttpReply;
}

interface Writing {
  readonly body: Buffer;
  readonly parameters: Readonly<Record<string, string>>;
  readonly path?: string;
}

async function send(
  speaker: HttpSpeaker,
  writing: Writing,
  { error }: { readonly error?: ExchangeError } = {},
): Promise<Sent> {
  const recorder = createRecorder();
  recorder.error = error;
  const request = requestOf(speaker, writing);
  const reply = await speaker.channel.receive(request, SERVICE, recorder.exchange);
  return { recorder, request, reply };
}

function requestOf({ mediaType, operation }: HttpSpeaker, { body, parameters, path }: Writing): HttpRequest {
  return {
    id: randomUUID(),
    method: 'POST',
    path: path ?? (operation === 'say' ? SERVICE.path : `${SERVICE.path}/hand`),
    parameters: {},
    query: new URLSearchParams(),
    headers: { 'content-type': mediaType, 'user-agent': 'contract' },
    mediaType,
    mediaParameters: parameters,
    body,
    bodyDigest: sm3Hex(body),
    peer: { address: '192.0.2.7' },
    receivedAt: new Date(),
  };
}

/** What every channel keeps to that runs by itself. */
export function describeStandaloneChannels(speakers: readonly StandaloneSpeaker[]): void {
  describe.each(speakers)('the channel $name', (speaker) => {
    const { carried = textOf, longest } = speaker;
    let folder: string;
    let stage: Stage;
    let recorder: Recorder;
    let running: RunningChannel;
    let failures: unknown[];

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'tonggui-contract-'));
      stage = await speaker.prepare(folder);
      recorder = createRecorder(carried, speaker.answer);
      failures = [];
      running = await speaker.channel.start(speaker.channel.settings.parse(stage.settings), {
        services: stage.services,
        exchange: recorder.exchange,
        onFailure: (error) => failures.push(error),
      });
    });
    afterEach(async () => {
      await running.stop(0);
      await stage.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('checks its settings by the path of each', () => {
      const { name } = speaker.channel;
      expect(checkChannels({ [name]: stage.settings }, [speaker.channel])).toEqual([]);
      for (const wrong of speaker.wrong) {
        const [fault] = checkChannels({ [name]: wrong }, [speaker.channel]);
        expect(fault).toMatch(new RegExp(`^channels\\.${name}`));
      }
    });

    it('says where it is', () => {
      expect(running.address).not.toBe('');
    });

    it('says how it is: well while it runs, and since when it is not', async () => {
      while (running.health().state !== 'ok') await pause(5);
      const before = Date.now();
      await running.stop(0);
      const health = running.health();
      if (health.state === 'ok') throw new Error('it has stopped and calls itself well');
      expect(health.reason).toMatch(/^[\x20-\x7e]+$/);
      expect(health.reason).not.toContain(folder);
      expect(health.since.getTime()).toBeGreaterThanOrEqual(before);
    });

    it.each(ODD_TEXTS.filter((text) => !/[\r\n]/.test(text) && text !== ''))(
      'carries %j both ways as it is, asking the core once',
      async (text) => {
        const conversation = await stage.open(running.address);
        expect(await conversation.say(text)).toContain(text.slice(0, longest));
        await conversation.close();
        expect(recorder.messages.map(carried)).toEqual([text]);
        expect(failures).toEqual([]);
      },
    );

    it('tells the core all it knows of the attempt', async () => {
      const before = Date.now();
      const conversation = await stage.open(running.address);
      await conversation.say('one');
      await conversation.close();
      const [raw] = recorder.messages;
      const service = stage.services.find(({ standard }) => standard === raw!.standard);
      expect(service?.operations.map(({ name }) => name)).toContain(raw!.operation);
      expect(raw!.id).toMatch(/^[0-9a-f-]{36}$/);
      expect(raw!.wire).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(raw!.address).not.toBe('');
      expect(raw!.peer.address).not.toBe('');
      expect(raw!.body.bytes).toBeGreaterThan(0);
      expect(raw!.body.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(raw!.receivedAt.getTime()).toBeGreaterThanOrEqual(before);
    });

    it('gives many partners at once their own answers, each under an id of its own', async () => {
      const texts = Array.from({ length: 12 }, (_, index) => `partner ${index}`);
      const conversations = await Promise.all(texts.map(() => stage.open(running.address)));
      const answers = await Promise.all(texts.map((text, index) => conversations[index]!.say(text)));
      await Promise.all(conversations.map((conversation) => conversation.close()));
      for (const [index, text] of texts.entries()) expect(answers[index]).toContain(text);
      expect(recorder.messages).toHaveLength(texts.length);
      expect(new Set(recorder.messages.map(({ id }) => id)).size).toBe(texts.length);
    });

    it('asks the core once about what it cannot read, and goes on', async () => {
      const conversation = await stage.open(running.address);
      await conversation.garble();
      await conversation.close();
      expect(recorder.messages).toHaveLength(1);
      expect(recorder.messages[0]!.unreadable?.facts.kind).toMatch(/^(?:transport|format)$/);
      const next = await stage.open(running.address);
      expect(await next.say('still here')).toContain('still here');
      await next.close();
    });

    it('tells its partner what the core refused', async () => {
      recorder.error = new ExchangeError('RULES_FAILED', { message: '数据校验未通过：第1条缺少名称' });
      const conversation = await stage.open(running.address);
      expect(await conversation.say('x')).toContain(recorder.error.message);
      await conversation.close();
    });

    it('stops: what is under way is answered, and nothing new is taken', async () => {
      let open = () => {};
      recorder.gate = new Promise((resolve) => {
        open = resolve;
      });
      const conversation = await stage.open(running.address);
      const answer = conversation.say('under way');
      while (recorder.messages.length === 0) await pause(5);
      let stopped = false;
      const stop = running.stop(5000).then(() => {
        stopped = true;
      });
      await pause(50);
      expect(stopped).toBe(false);
      const more = conversation.say('one more').catch(() => 'cut');
      await pause(50);
      open();
      expect(await answer).toContain('under way');
      await stop;
      await conversation.close();
      const late = stage.open(running.address);
      const said = late.then((next) => next.say('too late')).catch(() => undefined);
      await Promise.race([Promise.all([more, said]), pause(200)]);
      expect(recorder.messages).toHaveLength(1);
      // Who waits for an answer by asking for it would do so for ever.
      await late.then(
        (next) => next.close(),
        () => undefined,
      );
    });

    it('cuts what does not end in time', async () => {
      recorder.gate = new Promise(() => {});
      const conversation = await stage.open(running.address);
      const answer = conversation.say('for ever').catch(() => 'cut');
      while (recorder.messages.length === 0) await pause(5);
      await running.stop(20);
      await conversation.close();
      await Promise.race([answer, pause(100)]);
    });
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
