/** Under TLS the name itself binds the cookie to this host: no other host or plain page can set it. */
function nameOf(secure: boolean): string {
  return secure ? '__Host-tonggui' : 'tonggui';
}

/** The session id in a `Cookie` header. */
export function readSessionCookie(header: string | undefined, secure: boolean): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name = '', value = ''] = part.trim().split('=');
    if (name === nameOf(secure) && /^[\w-]{43}$/.test(value)) return value;
  }
  return undefined;
}

/** A `Set-Cookie` header that scripts and other sites cannot use; without an id it takes the cookie away. */
export function writeSessionCookie(id: string | undefined, secure: boolean): string {
  const parts = [`${nameOf(secure)}=${id ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict'];
  return [...parts, ...(secure ? ['Secure'] : []), ...(id === undefined ? ['Max-Age=0'] : [])].join('; ');
}
