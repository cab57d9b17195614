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
        ['02', '修改', '按主键修改'],
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
