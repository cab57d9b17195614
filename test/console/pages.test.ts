import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AUDIT_EVENTS } from '../../src/envelope/audit-entry.ts';
import { openConsole } from './fixture.ts';

const PAGES = join('src', 'console', 'pages');
const files = readdirSync(PAGES);
const textOf = (name: string) => readFileSync(join(PAGES, name), 'utf8');

describe('the console pages', () => {
  it('are served with a policy under which nothing foreign and nothing inline runs (C01)', async () => {
    const { server } = await openConsole();
    const page = await request(server).get('/').expect(200);
    expect(page.text).toContain('同轨');
    expect(page.headers).toMatchObject({
      'content-security-policy':
        "default-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none';object-src 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect(page.headers['x-powered-by']).toBeUndefined();
  });

  it('name every audited event in Chinese', () => {
    const log = textOf('view-log.js');
    for (const event of Object.keys(AUDIT_EVENTS))
      expect(log).toMatch(new RegExp(`'${event}', '\\p{Script=Han}`, 'u'));
  });

  it('are all there, each with its media type', async () => {
    const { server } = await openConsole();
    const types: Record<string, RegExp> = {
      html: /^text\/html/,
      css: /^text\/css/,
      js: /^text\/javascript/,
      svg: /^image\/svg/,
    };
    for (const name of files) {
      const answer = await request(server).get(`/${name}`).expect(200);
      expect(answer.headers['content-type']).toMatch(types[name.split('.').at(-1)!]!);
    }
  });

  it('load only files that exist beside them', () => {
    const named = files
      .filter((name) => /\.(?:js|html)$/.test(name))
      .flatMap((name) => [...textOf(name).matchAll(/(?:from '\.\/|src="|href=")([\w-]+\.\w+)/g)])
      .map((match) => match[1]);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !files.includes(name!))).toEqual([]);
  });

  it('say in Chinese whatever the admin API says is wrong with an application, an operator or a password', () => {
    const said = [
      'application-input',
      'operator-input',
      'operator-rows',
      'operators',
      'build-application',
      'applications',
      'rotate-keys',
      'faults',
    ].flatMap((name) => {
      const text = readFileSync(join('src', 'access', `${name}.ts`), 'utf8');
      const literals =
        /(?:error|message): '([^']+)'|\], '([^']+)'\]|(?:return|[?:]) '([a-z0-9][^']* [^']*)'/g;
      return [...text.matchAll(literals)].map(([, ...found]) => found.find((one) => one !== undefined)!);
    });
    expect(said.length).toBeGreaterThan(20);
    expect(said).toContain('at least 12 characters');
    const known = textOf('faults.js');
    const untold = said.filter((text) => !known.includes(`'${text}':`) && !known.includes(`${text}:`));
    expect(untold.filter((text) => text !== 'no such application')).toEqual([]);
  });

  it('say in Chinese whatever the console itself says is wrong with a file of records', () => {
    const said = ['exchange-file', 'export-records'].flatMap((name) => {
      const text = readFileSync(join('src', 'console', 'records', `${name}.ts`), 'utf8');
      return [...text.matchAll(/faulty\(\[\{[^}]*message: '([^']+)'/g)].map((match) => match[1]!);
    });
    expect(said).toHaveLength(2);
    expect(said.filter((text) => !textOf('faults.js').includes(`'${text}':`))).toEqual([]);
  });

  it('hold no inline script or style and no way to make markup of a text (C01)', () => {
    expect(textOf('index.html')).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=/);
    for (const name of files.filter((one) => one.endsWith('.js')))
      expect(textOf(name)).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|\.style\b|https?:\/\//,
      );
  });

  it.each([
    '/../package.json',
    '/%2e%2e/%2e%2e/app.ts',
    '/..%2f..%2fapp.ts',
    '/create-console.ts',
    '/.hidden',
    '/nothing',
  ])('give nothing for %s', async (path) => {
    const { server } = await openConsole();
    await request(server).get(path).expect(404);
  });
});
