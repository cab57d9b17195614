const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const REGION = /^\d{6}$/;
const CREDIT_CODE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const IDENTITY = /^\d{6}(\d{4})(\d\d)(\d\d)\d{3}[\dX]$/;

/** The string formats of rule files beside those of JSON Schema (`date` …). */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  /** `YYYY-MM-DD HH:mm:ss`, a real day. */
  timestamp: (text) => isDay(TIMESTAMP.exec(text)),
  /** GB/T 2260: six digits. */
  region: (text) => REGION.test(text),
  /** GB 32100 unified social credit code, check character included. */
  'credit-code': (text) => CREDIT_CODE.test(text) && creditCheck(text) === text[17],
  /** GB 11643 citizen identity number of 18 characters, birthday and check character included. */
  'identity-number': (text) => isDay(IDENTITY.exec(text)) && identityCheck(text) === text[17],
};

function isDay(parts: RegExpExecArray | null): boolean {
  if (parts === null) return false;
  const [year, month, day] = parts.slice(1, 4).map(Number) as [number, number, number];
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

function creditCheck(code: string): string | undefined {
  let sum = 0;
  for (let place = 0; place < 17; place += 1) {
    sum += CREDIT_ALPHABET.indexOf(code.charAt(place)) * (3 ** place % 31);
  }
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31];
}

function identityCheck(number: string): string | undefined {
  let sum = 0;
  for (let place = 0; place < 17; place += 1) sum += Number(number[place]) * (2 ** (17 - place) % 11);
  return '10X98765432'[sum % 11];
}
