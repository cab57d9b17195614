import type { Chapter } from '../../envelope/standard.ts';
import { type CodeFacts, PURPOSES, S1_TYPES, S2_CODES } from './business-codes.ts';

const rows = (codes: Readonly<Record<string, CodeFacts>>): string[][] =>
  Object.entries(codes).map(([code, { title, group }]) => [
    code,
    title,
    group ? '分组，不可直接使用' : '可用',
  ]);

/** What the interface document says beyond its operations: codes, signing, records and resending. */
export const CHAPTERS: readonly Chapter[] = [
  {
    title: '请求动作代码',
    table: {
      head: ['代码', '动作', '说明'],
      rows: [
        ['01', '新增', '按时间戳增量或全量上传；主键不存在则新增，同一来源再次上传则更新或不变'],
        ['02', '修改', '按主键修改；以发送的记录整条替换原记录，未发送的数据项不再保留，因此须发送完整记录'],
        ['03', '删除', '按主键逻辑删除，可只发送主键'],
        [
          '04',
          '查询',
          '按主键、已索引数据项、region（行政区划，含下级）、beginTime、endTime查询；pageno、pagesize或cursor分页；{"queryType":"log"}查询本应用的接口日志',
        ],
      ],
    },
  },
  {
    title: '业务分类代码：S1第一分段（用途）',
    table: { head: ['代码', '名称', '使用'], rows: rows(PURPOSES) },
  },
  {
    title: '业务分类代码：S1第二分段（数据类型）',
    paragraphs: ['双方另行约定的接口（1.2.4）使用用途代码90和表中未占用的4位代码。'],
    table: { head: ['代码', '名称', '使用'], rows: rows(S1_TYPES) },
  },
  { title: '业务分类代码：S2', table: { head: ['代码', '名称', '使用'], rows: rows(S2_CODES) } },
  {
    title: '签名规则',
    paragraphs: [
      '请求签名串：appid=…&busicode=…&action=…&busilist=…&random=…&key=签名私钥KEY，按此固定顺序（或按应用约定的ASCII升序），UTF-8编码；空值写作“参数名=”。',
      'busilist为JSON数组时，以去除无意义空白后的原文参与签名，其余（转义、数字写法、成员顺序）与发送的完全一致；为字符串时，以字符串原文参与签名。',
      'MD5：摘要的十六进制大写。SM4：SM4/ECB/PKCS#7密文的十六进制大写，密钥为32位十六进制或16个ASCII字符。SM4-SM3：对签名串的SM3摘要（32字节）做SM4。HMAC-SM3：以同一密钥做HMAC-SM3。SM2：对不含“&key=”的签名串做SM2签名（r||s，用户标识1234567812345678）。',
      'S1应用可用全部算法；S2应用须用SM4或更强的算法。推荐HMAC-SM3或SM2：SM4/ECB签名可由截获的两个签名拼接伪造，MD5可构造碰撞。',
      '响应签名：S1为appid、busicode、datalist、random；S2为datalist、random；datalist以发送的原文参与签名。',
    ],
  },
  {
    title: '业务数据加密（S2 7.1，按应用约定）',
    paragraphs: [
      '约定加密的应用，请求的busilist与响应的datalist均为密文的十六进制大写字符串；签名对密文进行。加密密钥为32位十六进制（16字节），与签名密钥不同。',
      'SM4-CBC：16字节随机IV ‖ SM4/CBC/PKCS#7密文，每次使用新的IV。',
      'SM4-CBC-HMAC-SM3：IV ‖ 密文 ‖ HMAC-SM3(IV ‖ 密文)，共32字节校验值；加密密钥为HMAC-SM3(密钥, "tonggui payload encryption")的前16字节，校验密钥为HMAC-SM3(密钥, "tonggui payload authentication")。',
    ],
  },
  {
    title: '用户名密码与CA认证（按应用约定）',
    paragraphs: [
      '用户名密码以HTTP Basic方式放在Authorization头中，REST与SOAP相同。密码的形式按约定：plain为明文；MD5为密码MD5的十六进制；SM4为以签名密钥对密码做SM4/ECB/PKCS#7加密的十六进制。',
      'CA认证：TLS客户端证书，按约定的证书指纹或主题识别。',
    ],
  },
  {
    title: '接口日志查询',
    paragraphs: [
      '{"queryType":"log"}可加busicode、action、random、outcome（accepted、refused、repeated）、beginTime、endTime、pageno、pagesize、cursor；返回time、random、busicode、action、result、repeated、code、wire、records、bytes、duration。',
    ],
  },
  {
    title: '重发与三次失败',
    paragraphs: [
      '同一random、同一内容重发：返回首次的响应，不重复写入；同一random、不同内容，或重复的查询：拒绝。random至少保留7天。',
      '未收到响应（超时、断开）时，请以相同的random和内容重发。',
      '同一应用、同一来源、同一业务分类代码连续3次认证失败，标记为传输失败，24小时后重新校验传输。',
    ],
  },
  {
    title: '返回结果',
    paragraphs: [
      'datalist.result：0001成功，0000失败；message为说明；失败时code为错误代码，errors逐条列出出错的记录序号（index，从0开始）、主键（key）、数据项（member）、规则（rule）。',
      '一次交换的记录要么全部写入，要么全部不写入。',
    ],
  },
];
