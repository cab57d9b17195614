import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as soap from 'soap';
import { MESSAGES } from '../../../src/registry/wire/message-forms.ts';
import { renderUddiSchema } from '../../../src/registry/wire/render-schema.ts';
import { readXml } from '../../../src/text/xml-reader.ts';
import { descendants, serveRegistry } from './served-registry.ts';

/** A client made from the served WSDL by node-soap, which knows nothing of UDDI. */
async function clientOf(origin: string, api: string): Promise<any> {
  const folder = mkdtempSync(join(tmpdir(), 'tg-wsdl-'));
  try {
    // The WSDL names the public address; this gateway's is another one.
    const text = await (await fetch(`${origin}/uddi/${api}?wsdl`)).text();
    const file = join(folder, `${api}.wsdl`);
    writeFileSync(file, text.replaceAll('https://gateway.example', origin));
    return await soap.createClientAsync(file, {}, `${origin}/uddi/${api}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the WSDL of the registry', () => {
  it('offers all 26 messages, ten of them inquiries', async () => {
    const { origin } = await serveRegistry();
    const operations = async (api: string) =>
      Object.keys(Object.values(Object.values((await clientOf(origin, api)).describe())[0] as any)[0] as any);
    const [inquiry, publish] = [await operations('inquiry'), await operations('publish')];
    expect([inquiry.length, publish.length]).toEqual([10, 16]);
    expect([...inquiry, ...publish].sort()).toEqual(Object.keys(MESSAGES).sort());
  });

  it('makes a client that signs in, saves and finds', async () => {
    const { origin, credential } = await serveRegistry();
    const publish = await clientOf(origin, 'publish');
    const version = { generic: '2.0' };
    const signIn = { attributes: { ...version, userID: 'anhui', cred: credential } };
    const [{ authInfo }] = await publish.get_authTokenAsync(signIn);
    const tModel = {
      attributes: { tModelKey: '' },
      name: { attributes: { 'xml:lang': 'zh' }, $value: '接口' },
    };
    const [saved] = await publish.save_tModelAsync({ attributes: version, authInfo, tModel });
    const inquiry = await clientOf(origin, 'inquiry');
    const [found] = await inquiry.find_tModelAsync({ attributes: { ...version, maxRows: '3' }, name: '接' });
    const [info] = [found.tModelInfos.tModelInfo].flat();
    expect(info.attributes.tModelKey).toBe([saved.tModel].flat()[0].attributes.tModelKey);
    expect(info.name.$value).toBe('接口');
    await expect(
      inquiry.get_tModelDetailAsync({ attributes: version, tModelKey: 'uuid:none' }),
    ).rejects.toThrow(/Client Error/);
  });

  it('names no element that it does not define, and imports only from the gateway', async () => {
    const schema = readXml(renderUddiSchema('https://gateway.example/uddi/inquiry?xsd=xml'));
    const all = descendants(schema);
    const attribute = (name: string) =>
      all.flatMap((element) =>
        element.attributes.filter(({ local }) => local === name).map(({ value }) => value),
      );
    const defined = new Set(
      schema.children.flatMap(({ attributes }) => attributes.map(({ value }) => value)),
    );
    const used = attribute('ref').filter((name) => name.startsWith('uddi:'));
    expect(used.length).toBeGreaterThan(50);
    for (const name of used) expect(defined).toContain(name.slice('uddi:'.length));
    expect(attribute('schemaLocation')).toEqual(['https://gateway.example/uddi/inquiry?xsd=xml']);
    const { origin } = await serveRegistry();
    const imported = await fetch(`${origin}/uddi/inquiry?xsd=xml`);
    expect(readXml(await imported.text()).local).toBe('schema');
  });
});
