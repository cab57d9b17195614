import { select } from './dom.js';

/** The deeds of a message, as the pages call them. */
export const DEEDS = {
  add: '新增',
  modify: '修改',
  delete: '删除',
  full: '全量（未包含的记录将标记为删除）',
  query: '查询',
};

/** The address of what is done with records in the name of an application. */
export function recordsPath({ id }, work) {
  return `/applications/${encodeURIComponent(id)}/records${work}`;
}

/**
 * The id of the message that a form will send. It stays while nothing is changed, so that a second click or a retry
 * after a lost answer is the same message, which is stored once.
 */
export function messageIdOf(form) {
  let id = newId();
  const renew = () => {
    id = newId();
  };
  form.addEventListener('input', renew);
  form.addEventListener('change', renew);
  return { get: () => id, renew };
}

/** UUID of version 4; `crypto.randomUUID` is only there under TLS. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A list of the calls that can be chosen; it is not among the values of its form. */
export function callList(calls, wanted) {
  const offered = wanted.flatMap((deed) => calls.filter((call) => call.deed === deed));
  const list = select(undefined, offered.map(({ deed }) => [deed, DEEDS[deed]]));
  return { list, chosen: () => offered.find(({ deed }) => deed === list.value) };
}

/** Sends something under an id; what may have arrived although no answer came can be sent again as it is. */
export async function sendOnce(send) {
  try {
    return await send();
  } catch (error) {
    if (error.lost) throw new Error(`${error.message}是否已接收尚不清楚：请不作改动再次提交，同一内容不会重复入库。`);
    throw error;
  }
}
