/** What the gateway's operator hands to an integrator. */
export interface Settings {
  readonly exchange: string;
  readonly wsdl: string;
  readonly appid: string;
  readonly secret: string;
  readonly profile: string;
  readonly standard: string;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name} (see examples/README.md)`);
  return value;
}

/** Reads the TONGGUI_… environment variables. */
export function readSettings(): Settings {
  const exchange = required('TONGGUI_EXCHANGE');
  return {
    exchange,
    wsdl: process.env['TONGGUI_WSDL'] ?? `${exchange}?wsdl`,
    appid: required('TONGGUI_APPID'),
    secret: required('TONGGUI_SECRET'),
    profile: process.env['TONGGUI_PROFILE'] ?? 'SM4',
    standard: process.env['TONGGUI_STANDARD'] ?? 's1',
  };
}
