import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const SRC = resolve('src');

/** Who may import whom, each with its reason. `app.ts`, `main.ts` and `cli/` put everything together. */
const MAY_IMPORT: Readonly<
  Record<string, { readonly folders: readonly string[]; readonly because: string }>
> = {
  envelope: { folders: [], because: 'the shared words depend on nobody' },
  text: { folders: ['envelope'], because: 'strict readers know texts, no protocol and no standard' },
  crypto: { folders: ['envelope', 'text'], because: 'signing knows fields and keys, no transport' },
  audit: { folders: ['envelope', 'crypto', 'store'], because: 'the chain is verified from the tables alone' },
  store: { folders: ['envelope'], because: 'storage decides changes, it does not know what they mean' },
  listener: {
    folders: ['envelope', 'text', 'crypto'],
    because: 'sockets and limits, whatever speaks over them',
  },
  http: {
    folders: ['envelope', 'text'],
    because: 'what all wire forms over HTTP do alike knows none of them',
  },
  watching: {
    folders: ['envelope'],
    because: 'what channels that watch a place do alike knows none of them',
  },
  'record-files': {
    folders: ['envelope', 'text', 'crypto'],
    because: 'a file of records is read and written alike whoever takes it in or gives it out',
  },
  channels: {
    folders: ['envelope', 'text', 'crypto', 'listener', 'http', 'record-files', 'watching'],
    because:
      'a channel knows no standard; one that listens by itself digests bodies and guards its sockets as the listener does',
  },
  standards: { folders: ['envelope', 'text', 'crypto'], because: 'a dialect knows no channel' },
  rules: { folders: ['envelope', 'text'], because: 'what a record looks like is data' },
  access: { folders: ['envelope', 'crypto', 'store'], because: 'who may call does not depend on how' },
  attachments: {
    folders: ['envelope', 'text', 'crypto', 'store'],
    because: 'files are kept alike whatever standard or channel they came by',
  },
  registry: {
    folders: ['envelope', 'text', 'crypto', 'store'],
    because: 'the registry is data with two APIs',
  },
  providers: {
    folders: ['envelope', 'text', 'crypto', 'store', 'registry', 'access'],
    because:
      'who answers is told by the registry and a set-up, which operators write as they do applications',
  },
  imported: {
    folders: ['envelope', 'text', 'crypto', 'outbound'],
    because: 'a foreign description becomes operations; how bytes travel is known elsewhere',
  },
  outbound: {
    folders: ['envelope', 'text', 'crypto'],
    because: 'the gateway as caller is a client like any other',
  },
  pipeline: { folders: ['envelope', 'crypto'], because: 'a step knows only the interface that it declares' },
  handlers: {
    folders: ['envelope', 'store', 'registry', 'outbound'],
    because: 'an operation reads and decides',
  },
  console: {
    folders: [
      'envelope',
      'text',
      'access',
      'rules',
      'store',
      'registry',
      'providers',
      'audit',
      'crypto',
      'listener',
      'record-files',
    ],
    because:
      'the console shows and changes settings; records it hands to the exchange as files, in another name',
  },
  config: { folders: ['envelope', 'text'], because: 'settings are parsed before anything exists' },
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

function importsOf(file: string): string[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s+'(\.[^']+)'/g)].map((match) =>
    relative(SRC, resolve(dirname(join(SRC, file)), match[1]!)),
  );
}

const folderOf = (path: string): string => path.split('/')[0]!;

describe('import directions', () => {
  it.each(Object.entries(MAY_IMPORT).filter(([folder]) => existsSync(join(SRC, folder))))(
    'src/%s imports only what it may',
    (folder, { folders, because }) => {
      const wrong = files
        .filter((file) => folderOf(file) === folder)
        .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
        .filter(({ target }) => folderOf(target) !== folder && !folders.includes(folderOf(target)))
        .map(({ file, target }) => `${file} → ${target} (${because})`);
      expect(wrong).toEqual([]);
    },
  );

  it.each(['standards', 'channels'])('siblings inside src/%s never import each other', (parent) => {
    const wrong = files
      .filter((file) => folderOf(file) === parent)
      .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
      .filter(
        ({ file, target }) => folderOf(target) === parent && target.split('/')[1] !== file.split('/')[1],
      )
      .filter(({ file }) => file.split('/').length > 2)
      .map(({ file, target }) => `${file} → ${target}`);
    expect(wrong).toEqual([]);
  });

  it('every folder of src has its line here', () => {
    const known = new Set([...Object.keys(MAY_IMPORT), 'cli', 'assembly']);
    expect(
      [...new Set(files.filter((file) => file.includes('/')).map(folderOf))].filter(
        (name) => !known.has(name),
      ),
    ).toEqual([]);
  });
});

describe('the repository', () => {
  it('names no registry and holds no unfinished mark', () => {
    const marks = /\b(?:TODO|FIXME|XXX|HACK)\b|@ts-ignore|\bas any\b/;
    const wrong = files.filter((file) => marks.test(readFileSync(join(SRC, file), 'utf8')));
    expect(wrong).toEqual([]);
    expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved"/);
  });
});
