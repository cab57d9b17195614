// S1's exchange as a provider of its own would write it from the text, without any of the gateway's code: Table 5 in,
// Table 8 out, signed by HMAC-SM3.
import { createHmac, timingSafeEqual } from 'node:crypto';

const REQUEST = ['appid', 'busicode', 'action', 'busilist', 'random'];
const ANSWER = ['appid', 'busicode', 'datalist', 'random'];

/** The sign over `k=v&…&key=KEY`, upper-case hex. */
function sign(members, names, key) {
  const text = `${names.map((name) => `${name}=${members[name]}`).join('&')}&key=${key}`;
  return createHmac('sm3', Buffer.from(key, 'hex')).update(text).digest('hex').toUpperCase();
}

/** Answers one message from a map of records by key; `busilist` and `datalist` are JSON texts. */
export function createExchange({ key, keyMember }) {
  const records = new Map();
  return (request) => {
    const wanted = Buffer.from(sign(request, REQUEST, key));
    const given = Buffer.from(String(request.sign));
    const genuine = given.length === wanted.length && timingSafeEqual(given, wanted);
    const datalist = JSON.stringify(
      genuine ? act(request, records, keyMember) : { result: '0000', message: '签名校验失败' },
    );
    const { appid, busicode, random } = request;
    const answer = { appid, busicode, datalist, random };
    return { ...answer, sign: sign(answer, ANSWER, key) };
  };
}

function act({ action, busilist }, records, keyMember) {
  const list = JSON.parse(busilist);
  if (action === '04') {
    const asked = list.map((criterion) => criterion[keyMember]).filter(Boolean);
    const found =
      asked.length > 0 ? asked.map((name) => records.get(name)).filter(Boolean) : [...records.values()];
    return { result: '0001', message: `查询成功：共${found.length}条`, busilist: found, total: found.length };
  }
  for (const record of list)
    if (action === '03') records.delete(record[keyMember]);
    else records.set(record[keyMember], record);
  return { result: '0001', message: `操作成功：${list.length}条` };
}
