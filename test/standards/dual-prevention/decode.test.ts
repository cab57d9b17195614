import { describe, expect, it } from '@jest/globals';
import type { Member } from '../../../src/envelope/raw-message.ts';
import { createBusinessCodes } from '../../../src/standards/dual-prevention/business-codes.ts';
import { decode } from '../../../src/standards/dual-prevention/decode.ts';
import { ADDRESS, json, PDF, rawMessage, refusal } from './raw.ts';

const PARTS = {
  codes: createBusinessCodes({ '0301': 'trainInfo' }),
  limits: { busilistBytes: 100, jsonDepth: 32 },
};
const read = (...parts: Parameters<typeof rawMessage>) => decode(rawMessage(...parts), PARTS);

const SYNDATA = { access_token: 'T', txcode: '0101', data: json('[ {"a" : 1.50} ]') };
const OBJECTS = { ...ADDRESS, access_token: 'T', data: json('[{"a":1}]') };

describe('decoding A.2', () => {
  it.each(['token', 'requestToken'])(
    '%s: the secret proves the appid, and nothing is asked of records',
    (name) => {
      expect(read(name, { appid: 'APP1', secret: 'S' })).toEqual({
        operation: name,
        caller: 'APP1',
        proof: { kind: 'secret', secret: 'S' },
        business: '',
        action: '',
        payload: '',
      });
    },
  );

  it.each<Readonly<Record<string, Member | string>>>([{}, { secret: '' }, { secret: json('123') }])(
    'leaves the secret of %j to the verification',
    (sent) => {
      expect(read('token', { appid: 'APP1', ...sent }).proof).toEqual({ kind: 'secret', secret: undefined });
    },
  );
});

describe('decoding A.3', () => {
  it('takes data as its source without insignificant white space, lexemes kept', () => {
    expect(read('syndata', SYNDATA)).toEqual({
      operation: 'syndata',
      proof: { kind: 'token', token: 'T' },
      business: 'riskPoint',
      action: '01',
      payload: '[{"a":1.50}]',
    });
  });

  it('takes data as a text alike, and one that is no JSON as it is', () => {
    expect(read('syndata', { ...SYNDATA, data: ' [ {"a": 1.50} ] ' }).payload).toBe('[{"a":1.50}]');
    expect(read('syndata', { ...SYNDATA, data: '[{"a": ' }).payload).toBe('[{"a": ');
  });

  it.each([
    ['0101', 'riskPoint'],
    ['0201', 'hiddenDanger'],
    ['0301', 'trainInfo'],
    ['0999', '0999'],
  ])('reads txcode %s as %s', (txcode, business) => {
    expect(read('syndata', { ...SYNDATA, txcode }).business).toBe(business);
  });

  it('has an id only where a serial number is given, and is full only where it says so', () => {
    expect(read('syndata', SYNDATA)).not.toHaveProperty('messageId');
    const sent = { ...SYNDATA, serialnumber: 'SN-1', updateMethod: 'full' };
    expect(read('syndata', sent)).toMatchObject({ messageId: 'syndata/SN-1', full: true });
    expect(read('syndata', { ...SYNDATA, updateMethod: 'increment' })).not.toHaveProperty('full');
  });
});

describe('decoding C.2 to C.4', () => {
  it.each([
    ['addObjects', '01'],
    ['updateObjects', '02'],
    ['deleteObjects', '03'],
  ])('%s is action %s, its id the URI of 4.5.1', (operation, action) => {
    expect(read(operation, OBJECTS)).toMatchObject({
      messageId: `${operation}/SN-1/store1/riskPoint`,
      business: 'riskPoint',
      action,
      payload: '[{"a":1}]',
    });
  });

  it('knows updateMethod for additions alone', () => {
    const sent = { ...OBJECTS, updateMethod: 'full' };
    expect(read('addObjects', sent).full).toBe(true);
    expect(refusal(() => read('deleteObjects', sent)).details[0]?.member).toBe('updateMethod');
  });

  it('reads a question without an id, its address and token apart', () => {
    const envelope = read('getObjects', { ...ADDRESS, access_token: 'T', region: '320500', riskNo: '1' });
    expect(envelope).not.toHaveProperty('messageId');
    expect(envelope).toMatchObject({ business: 'riskPoint', action: '04' });
    expect(JSON.parse(envelope.payload)).toEqual({ region: '320500', riskNo: '1' });
  });
});

describe('who sends it', () => {
  const proofOf = (members: Parameters<typeof rawMessage>[1], facts: Parameters<typeof rawMessage>[2]) =>
    read('syndata', { txcode: '0101', data: '[]', ...members }, facts).proof;
  const bearer = { headers: { authorization: 'Bearer H' } };

  it('is told by the member, or by the header', () => {
    expect(proofOf({ access_token: 'T' }, {})).toEqual({ kind: 'token', token: 'T' });
    expect(proofOf({}, bearer)).toEqual({ kind: 'token', token: 'H' });
    expect(proofOf({ access_token: 'H' }, bearer)).toEqual({ kind: 'token', token: 'H' });
    expect(refusal(() => proofOf({ access_token: 'T' }, bearer)).code).toBe('BAD_PARAMETER');
  });

  it('is vouched for by a channel only where there is no token', () => {
    expect(proofOf({}, { vouched: 'APP1' })).toEqual({ kind: 'vouched' });
    expect(proofOf({ access_token: 'T' }, { vouched: 'APP1' })).toEqual({ kind: 'token', token: 'T' });
    expect(proofOf({}, {})).toEqual({ kind: 'token', token: undefined });
  });
});

describe('decoding files', () => {
  it('takes the one file of a form, whatever its part is called', () => {
    const files = new Map([['attachment', PDF]]);
    expect(read('upload', { access_token: 'T' }, { files })).toMatchObject({
      business: 'attachment',
      action: '05',
      file: PDF,
    });
    const two = new Map([...files, ['second', PDF]]);
    for (const wrong of [{}, { files: two }])
      expect(refusal(() => read('upload', {}, wrong)).details[0]?.member).toBe('file');
  });

  it('asks for a file by its id', () => {
    expect(read('file', { id: 'f-1', access_token: 'T' })).toMatchObject({
      business: 'attachment',
      action: '04',
      payload: 'f-1',
    });
  });
});

describe('what is refused, with the member named', () => {
  it.each([
    ['token', { secret: 'S' }, 'appid'],
    ['token', { appid: 'a&b', secret: 'S' }, 'appid'],
    ['syndata', { ...SYNDATA, txcode: json('101') }, 'txcode'],
    ['syndata', { ...SYNDATA, txcode: '1' }, 'txcode'],
    ['syndata', { access_token: 'T', txcode: '0101' }, 'data'],
    ['syndata', { ...SYNDATA, extra: '1' }, 'extra'],
    ['syndata', { ...SYNDATA, updateMethod: 'all' }, 'updateMethod'],
    ['addObjects', { ...OBJECTS, serialnumber: 'a/b' }, 'serialnumber'],
    ['addObjects', { ...OBJECTS, resourceIdentifier: '../x' }, 'resourceIdentifier'],
    ['getObjects', { ...ADDRESS, region: json('320500') }, 'region'],
    ['file', { id: '../etc' }, 'id'],
  ])('%s %#: %j', (operation, members, member) => {
    const error = refusal(() => read(operation, members));
    expect([error.code, error.details[0]?.member]).toEqual(['BAD_PARAMETER', member]);
  });

  it('an operation that there is not, and data over the limit, counted in bytes', () => {
    expect(refusal(() => read('toString', {})).code).toBe('UNKNOWN_OPERATION');
    const data = `["${'中'.repeat(40)}"]`;
    expect(refusal(() => read('syndata', { ...SYNDATA, data })).code).toBe('TOO_LARGE');
  });
});
