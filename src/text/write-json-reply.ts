import type { RawReply, ReplyMember } from '../envelope/raw-message.ts';
import { quoteJson } from './json.ts';

/** An answer as the text of a JSON object, its members in the order of the standard's table. */
export function writeJsonReply({ members, jsonAsText = false }: RawReply): string {
  const sources = members.map((member) => `${quoteJson(member.name)}:${memberSource(member, jsonAsText)}`);
  return `{${sources.join(',')}}`;
}

function memberSource({ kind, text }: ReplyMember, jsonAsText: boolean): string {
  return kind === 'json' && !jsonAsText ? text : quoteJson(text);
}
