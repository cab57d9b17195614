import type { Recipe } from './recipe.ts';

/** A text in both languages. */
export interface Bilingual {
  readonly chinese: string;
  readonly english: string;
}

/** One thing that a partner may do otherwise than agreed: a recipe's knob, its setting, and how to tell it. */
export type Variant = {
  [Knob in keyof Recipe]: { readonly knob: Knob; readonly value: Recipe[Knob] } & Bilingual;
}[keyof Recipe];

/** The documented list of variants that the clinic tries, the likeliest first. */
export const VARIANTS: readonly Variant[] = [
  {
    knob: 'order',
    value: 'ascii',
    chinese: '参数按名称ASCII升序排列',
    english: 'members in ascending ASCII order of their names',
  },
  {
    knob: 'order',
    value: 'table',
    chinese: '参数按标准表格顺序排列',
    english: "members in the order of the standard's table",
  },
  {
    knob: 'keyPart',
    value: 'none',
    chinese: '末尾缺少“&key=密钥”',
    english: '`&key=SECRET` is missing at the end',
  },
  {
    knob: 'keyPart',
    value: 'bare',
    chinese: '密钥直接拼接在末尾，没有“&key=”',
    english: 'the secret is appended without `&key=`',
  },
  {
    knob: 'keyPart',
    value: 'ampersand',
    chinese: '末尾为“&密钥”，没有“key=”',
    english: 'the secret is appended as `&SECRET`, without `key=`',
  },
  {
    knob: 'keyPart',
    value: 'capitals',
    chinese: '末尾为“&KEY=密钥”，参数名大写',
    english: 'the key member is named `KEY` in capitals',
  },
  {
    knob: 'keyPart',
    value: 'sorted',
    chinese: 'key与其他参数一起排序，没有放在末尾',
    english: 'the key member is sorted among the others instead of coming last',
  },
  {
    knob: 'keyPart',
    value: 'first',
    chinese: '密钥拼接在最前面',
    english: 'the secret stands in front of the text',
  },
  {
    knob: 'keyPart',
    value: 'around',
    chinese: '密钥同时拼接在最前面和最后面',
    english: 'the secret stands in front of and behind the text',
  },
  {
    knob: 'keyPart',
    value: 'empty',
    chinese: '密钥为空（“&key=”）',
    english: 'the secret is empty (`&key=`)',
  },
  {
    knob: 'keyCase',
    value: 'upper',
    chinese: '密钥被转为大写',
    english: 'the secret was turned to upper case',
  },
  {
    knob: 'keyCase',
    value: 'lower',
    chinese: '密钥被转为小写',
    english: 'the secret was turned to lower case',
  },
  {
    knob: 'layout',
    value: 'source',
    chinese: 'JSON数据按原文签名，未去除空白',
    english: 'the JSON is signed with its white space, as it stands in the body',
  },
  {
    knob: 'layout',
    value: 'compact',
    chinese: 'JSON数据去除空白后签名，而报文中的文本带有空白',
    english: 'the JSON is signed without the white space that the text as sent holds',
  },
  {
    knob: 'layout',
    value: 'spaced',
    chinese: 'JSON数据的逗号和冒号后带空格（Python json.dumps默认格式）',
    english: "the JSON has a blank after commas and colons (Python's json.dumps)",
  },
  {
    knob: 'layout',
    value: 'indent2',
    chinese: 'JSON数据按2个空格缩进排版',
    english: 'the JSON is pretty-printed with 2 blanks',
  },
  {
    knob: 'layout',
    value: 'indent4',
    chinese: 'JSON数据按4个空格缩进排版',
    english: 'the JSON is pretty-printed with 4 blanks',
  },
  {
    knob: 'layout',
    value: 'map',
    chinese: 'JSON数据以Java Map.toString()格式签名（{a=1, b=2}）',
    english: "the data are signed as Java's Map.toString() writes them ({a=1, b=2})",
  },
  {
    knob: 'escapes',
    value: 'plain',
    chinese: 'JSON字符串中的转义被还原为原字符',
    english: 'escapes in JSON strings are written as plain characters',
  },
  {
    knob: 'escapes',
    value: 'slash',
    chinese: 'JSON字符串中的“/”写为“\\/”',
    english: 'slashes in JSON strings are escaped (\\/)',
  },
  {
    knob: 'escapes',
    value: 'lower',
    chinese: 'JSON字符串中的非ASCII字符写为\\uxxxx（小写十六进制）',
    english: 'non-ASCII in JSON strings is escaped as \\uxxxx, lower case',
  },
  {
    knob: 'escapes',
    value: 'upper',
    chinese: 'JSON字符串中的非ASCII字符写为\\uXXXX（大写十六进制）',
    english: 'non-ASCII in JSON strings is escaped as \\uXXXX, upper case',
  },
  {
    knob: 'escapes',
    value: 'php',
    chinese: 'JSON字符串按PHP json_encode默认方式转义（\\/与\\uxxxx）',
    english: "JSON strings are escaped as by PHP's json_encode (\\/ and \\uxxxx)",
  },
  {
    knob: 'escapes',
    value: 'gson',
    chinese: "JSON字符串按Gson默认方式转义（< > & = ' 写为\\u003c等）",
    english: "JSON strings are escaped as by Gson (< > & = ' as \\u003c …)",
  },
  {
    knob: 'members',
    value: 'sorted',
    chinese: 'JSON对象的成员被重新排序',
    english: "the members of the JSON's objects are sorted",
  },
  {
    knob: 'nulls',
    value: 'omitted',
    chinese: 'JSON中值为null的成员被省略',
    english: 'members of the JSON that are null are left out',
  },
  {
    knob: 'numbers',
    value: 'double',
    chinese: 'JSON中的数字被重新格式化（如1.0变为1）',
    english: 'numbers in the JSON are reformatted (1.0 as 1)',
  },
  {
    knob: 'numbers',
    value: 'text',
    chinese: 'JSON中的数字加了引号',
    english: 'numbers in the JSON are quoted',
  },
  {
    knob: 'wrapping',
    value: 'quoted',
    chinese: 'JSON数据作为带引号的字符串签名',
    english: 'the JSON is signed as a quoted string',
  },
  {
    knob: 'urlEncoding',
    value: 'uri',
    chinese: '参数值经过URL编码（空格为%20）',
    english: 'values are URL-encoded (blank as %20)',
  },
  {
    knob: 'urlEncoding',
    value: 'form',
    chinese: '参数值经过URL编码（空格为+）',
    english: 'values are URL-encoded (blank as +)',
  },
  {
    knob: 'empties',
    value: 'omitted',
    chinese: '值为空的参数未参与签名',
    english: 'empty members are left out',
  },
  {
    knob: 'signMember',
    value: 'empty',
    chinese: 'sign参数参与了签名',
    english: 'the sign member itself is signed, empty',
  },
  {
    knob: 'charset',
    value: 'gbk',
    chinese: '签名原文使用GBK编码，而不是UTF-8',
    english: 'the text is encoded in GBK, not in UTF-8',
  },
  {
    knob: 'join',
    value: 'values',
    chinese: '只拼接了参数值，没有参数名',
    english: 'only the values are joined, without names',
  },
  {
    knob: 'join',
    value: 'unseparated',
    chinese: '参数名和值直接拼接，没有“=”和“&”',
    english: 'names and values are joined without `=` and `&`',
  },
  { knob: 'algorithm', value: 'MD5', chinese: '算法为MD5', english: 'the algorithm is MD5' },
  {
    knob: 'algorithm',
    value: 'SM4',
    chinese: '算法为SM4/ECB/PKCS7',
    english: 'the algorithm is SM4/ECB/PKCS#7',
  },
  { knob: 'algorithm', value: 'HMAC-SM3', chinese: '算法为HMAC-SM3', english: 'the algorithm is HMAC-SM3' },
  {
    knob: 'algorithm',
    value: 'SM4-SM3',
    chinese: '算法为对SM3摘要做SM4加密',
    english: 'the algorithm is SM4 of the SM3 digest',
  },
  {
    knob: 'algorithm',
    value: 'SM3',
    chinese: '算法为SM3，不带密钥',
    english: 'the algorithm is plain SM3, without a key',
  },
  {
    knob: 'algorithm',
    value: 'MD5-16',
    chinese: '算法为16位MD5（取中间16位）',
    english: 'the algorithm is MD5 cut to its 16 middle digits',
  },
  {
    knob: 'algorithm',
    value: 'SM4-ASCII',
    chinese: 'SM4密钥取密钥文本的前16个字符，而不是16进制解码',
    english: 'SM4 is keyed with the first 16 characters of the secret instead of its hex bytes',
  },
  {
    knob: 'algorithm',
    value: 'SM4-CBC-ZERO',
    chinese: '算法为SM4/CBC，IV全为0',
    english: 'the algorithm is SM4/CBC with an IV of zeros',
  },
  {
    knob: 'algorithm',
    value: 'SM4-CBC-KEY',
    chinese: '算法为SM4/CBC，IV为密钥',
    english: 'the algorithm is SM4/CBC with the key as IV',
  },
  {
    knob: 'algorithm',
    value: 'SM4-CBC-ASCII',
    chinese: '算法为SM4/CBC，IV全为0，密钥取密钥文本的前16个字符',
    english: 'the algorithm is SM4/CBC with an IV of zeros, keyed with the first 16 characters of the secret',
  },
  {
    knob: 'algorithm',
    value: 'SM4-SM3-HEX',
    chinese: '算法为对SM3摘要的小写十六进制文本做SM4加密',
    english: 'the algorithm is SM4 of the SM3 digest as lower-case hex',
  },
  {
    knob: 'algorithm',
    value: 'SM4-SM3-HEX-UPPER',
    chinese: '算法为对SM3摘要的大写十六进制文本做SM4加密',
    english: 'the algorithm is SM4 of the SM3 digest as upper-case hex',
  },
  {
    knob: 'algorithm',
    value: 'SM4-MD5-HEX',
    chinese: '算法为对MD5的小写十六进制文本做SM4加密',
    english: 'the algorithm is SM4 of the MD5 digest as lower-case hex',
  },
  {
    knob: 'algorithm',
    value: 'SM4-MD5-HEX-UPPER',
    chinese: '算法为对MD5的大写十六进制文本做SM4加密',
    english: 'the algorithm is SM4 of the MD5 digest as upper-case hex',
  },
  {
    knob: 'algorithm',
    value: 'HMAC-SM3-ASCII',
    chinese: 'HMAC-SM3的密钥为密钥文本，而不是16进制解码',
    english: 'HMAC-SM3 is keyed with the text of the secret instead of its hex bytes',
  },
  { knob: 'algorithm', value: 'HMAC-MD5', chinese: '算法为HMAC-MD5', english: 'the algorithm is HMAC-MD5' },
  {
    knob: 'algorithm',
    value: 'HMAC-SHA256',
    chinese: '算法为HMAC-SHA256',
    english: 'the algorithm is HMAC-SHA256',
  },
  { knob: 'algorithm', value: 'SHA1', chinese: '算法为SHA-1', english: 'the algorithm is SHA-1' },
  { knob: 'algorithm', value: 'SHA256', chinese: '算法为SHA-256', english: 'the algorithm is SHA-256' },
];

/** A member that was left out altogether. */
export function omission(name: string): Variant {
  return {
    knob: 'omitted',
    value: name,
    chinese: `参数${name}未参与签名`,
    english: `the member ${name} is not signed`,
  };
}

/** Another of the application's keys than the one that is valid now. */
export function otherKey(index: number, expired: boolean): Variant {
  return {
    knob: 'key',
    value: index,
    chinese: expired ? '使用了已过期的旧密钥' : '使用了轮换中的另一个密钥',
    english: expired
      ? 'an old key is used, which has expired'
      : 'the other key of a running rotation is used',
  };
}
