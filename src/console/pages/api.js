import { faultText } from './faults.js';

const MESSAGES = {
  UNAUTHENTICATED: '请先登录。',
  SIGN_IN_REFUSED: '用户名、密码或初始化码不正确。',
  FORBIDDEN: '请求被拒绝：该账号无权办理，或页面已过期，请刷新页面后重试。',
  NOT_FOUND: '没有找到。',
  TOO_MANY_ATTEMPTS: '尝试次数过多，请稍后再试。',
  UNKNOWN_APPLICATION: '没有这个应用。',
  SIGN_MISSING: '请求中没有签名，请填写 sign。',
  STORAGE_UNAVAILABLE: '数据存储暂不可用，请稍后重试。',
  OVERLOADED: '系统繁忙，请稍后重试。',
  MALFORMED: '请求格式不正确或过大。',
};

let csrf = '';
let signedOut = () => {};

/** Called when the session has ended. */
export function whenSignedOut(listener) {
  signedOut = listener;
}

/** Remembers the token that goes with every change. */
export function useSession(session) {
  csrf = session.csrf ?? '';
  return session;
}

/**
 * Calls the admin API; a body that is a file goes as its bytes. Throws an error with a message for operators; it is
 * `lost` where what was asked may have been done all the same.
 */
export async function api(method, path, body) {
  const file = body instanceof Blob;
  const response = await fetch(`/api${path}`, {
    method,
    credentials: 'same-origin',
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': file ? 'application/octet-stream' : 'application/json' }),
      ...(method === 'GET' ? {} : { 'X-CSRF-Token': csrf }),
    },
    body: body === undefined || file ? body : JSON.stringify(body),
  }).catch(() => {
    throw Object.assign(new Error('无法连接网关。'), { lost: true });
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const { code = '', message = '', details = [] } = answer.error ?? {};
  if (code === 'UNAUTHENTICATED') signedOut();
  const text = details.map(faultText).join('；') || MESSAGES[code] || message || `HTTP ${response.status}`;
  throw Object.assign(new Error(text), { lost: response.status >= 500 });
}
