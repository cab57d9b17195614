const NAME = 'tonggui';

/** The session id in a `Cookie` header; under TLS the name itself binds the cookie to this host. */
export function readSessionCookie(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name = '', value = ''] = part.trim().split('=');
    if ((name === NAME || name === `__Host-${NAME}`) && /^[\w-]{43}$/.test(value)) return value;
  }
  return undefined;
}

/** A `Set-Cookie` header that scripts and other sites cannot use; without an id it takes the cookie away. */
export function writeSessionCookie(id: string | undefined, secure: boolean): string {
  const parts = [`${secure ? '__Host-' : ''}${NAME}=${id ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict'];
  return [...parts, ...(secure ? ['Secure'] : []), ...(id === undefined ? ['Max-Age=0'] : [])].join('; ');
}
