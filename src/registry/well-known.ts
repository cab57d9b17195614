import type { TModel } from './model.ts';

/**
 * The tModels that UDDI 2.0 and the note on WSDL give fixed keys, as far as this registry names them. The tables of
 * others (D-U-N-S, NAICS, UNSPSC and so on) are not at hand: their values are not checked.
 */
export const WELL_KNOWN = {
  types: 'uuid:C1ACF26D-9672-4404-9D70-39B756E62AB4',
  generalKeywords: 'uuid:A035A07C-F362-44DD-8F95-E2B134BF43B4',
  relationships: 'uuid:807A2C6A-EE22-470D-ADC7-E0424A337C03',
  owningBusiness: 'uuid:4064C064-6D14-4F35-8953-9652106476A9',
  isReplacedBy: 'uuid:E59AE320-77A5-11D5-B898-0004AC49CC1E',
  operators: 'uuid:327A56F0-3299-4461-BC23-5CD513E95C55',
  iso3166: 'uuid:4E49A8D6-D5A2-4FC2-93A0-0411D8D19E88',
  naics1997: 'uuid:C0B9FE13-179F-413D-8A5B-5004DB8E5BB2',
  unspsc: 'uuid:CD153257-086A-4237-B336-6BDCBDCC6634',
  unspsc31: 'uuid:DB77450D-9FA8-45D4-A7BC-04411D14E384',
  duns: 'uuid:8609C81E-EE1F-4D5A-B202-3EB13AD01823',
  thomasRegister: 'uuid:B1B1BAF5-2329-43E6-AE13-BA8E97195039',
  http: 'uuid:68DE9E80-AD09-469D-8A37-088422BFBC36',
  smtp: 'uuid:93335D49-3EFB-48A0-ACEA-EA102B60DDC6',
  ftp: 'uuid:5FCF5CD0-629A-4C50-8B16-F94E9CF2A674',
  fax: 'uuid:1A2B00BE-6E2C-42F5-875B-56F32686E0E7',
  telephone: 'uuid:38E12427-5536-4260-A6F9-B5B530E63A07',
  wsdlTypes: 'uuid:6e090afa-33e5-36eb-81b7-1ca18373f457',
  xmlNamespace: 'uuid:d01987d1-ab2e-3013-9be2-2a66eb99d824',
  xmlLocalName: 'uuid:2ec65201-9109-3919-9bec-c9dbefcaccf6',
  portTypeReference: 'uuid:082b0851-25d8-303c-b332-f24a6d53e38e',
  soapProtocol: 'uuid:aa254698-93de-3870-8df3-a5c075d64a0e',
  httpProtocol: 'uuid:6e10b91b-babc-3442-b8fc-5a3c8fde0794',
  protocolCategories: 'uuid:4dc74177-7806-34d9-aecd-33c57dc3a865',
  transportCategories: 'uuid:e5c43936-86e4-37bf-8196-1d04b35c0099',
} as const;

type WellKnown = keyof typeof WELL_KNOWN;

/** Name, description, and what uddi-org:types says it is. */
const FACTS: Readonly<
  Record<WellKnown, readonly [name: string, description: string, types: readonly string[]]>
> = {
  types: ['uddi-org:types', 'UDDI type taxonomy', ['categorization']],
  generalKeywords: ['uddi-org:general_keywords', 'Keywords of any kind', ['categorization']],
  relationships: ['uddi-org:relationships', 'Basic business relationships', ['relationship']],
  owningBusiness: [
    'uddi-org:owningBusiness',
    'The business that owns a tModel',
    ['categorization', 'checked'],
  ],
  isReplacedBy: ['uddi-org:isReplacedBy', 'The entity that replaces this one', ['identifier', 'checked']],
  operators: ['uddi-org:operators', 'Operators of UDDI registries', ['categorization', 'checked']],
  iso3166: ['uddi-org:iso-ch:3166-1999', 'ISO 3166 codes of countries and regions', ['categorization']],
  naics1997: ['ntis-gov:naics:1997', 'NAICS codes of industries, release of 1997', ['categorization']],
  unspsc: ['unspsc-org:unspsc', 'UNSPSC codes of products and services, version 7.3', ['categorization']],
  unspsc31: [
    'unspsc-org:unspsc:3-1',
    'UNSPSC codes of products and services, version 3.1',
    ['categorization'],
  ],
  duns: ['dnb-com:D-U-N-S', 'D-U-N-S numbers of Dun & Bradstreet', ['identifier']],
  thomasRegister: [
    'thomasregister-com:supplierID',
    'Supplier identifiers of Thomas Register',
    ['identifier'],
  ],
  http: ['uddi-org:http', 'A web service over HTTP', ['transport']],
  smtp: ['uddi-org:smtp', 'A service over e-mail', ['transport']],
  ftp: ['uddi-org:ftp', 'A service over FTP', ['transport']],
  fax: ['uddi-org:fax', 'A service over fax', ['transport']],
  telephone: ['uddi-org:telephone', 'A service over the telephone', ['transport']],
  wsdlTypes: ['uddi-org:wsdl:types', 'WSDL types of UDDI entities', ['categorization']],
  xmlNamespace: ['uddi-org:xml:namespace', 'XML namespaces', ['categorization']],
  xmlLocalName: ['uddi-org:xml:localName', 'XML local names', ['categorization']],
  portTypeReference: [
    'uddi-org:wsdl:portTypeReference',
    'The portType of a binding',
    ['categorization', 'checked'],
  ],
  soapProtocol: ['uddi-org:protocol:soap', 'SOAP 1.1', ['protocol']],
  httpProtocol: ['uddi-org:protocol:http', 'HTTP without SOAP', ['protocol']],
  protocolCategories: [
    'uddi-org:wsdl:categorization:protocol',
    'The protocol of a binding',
    ['categorization', 'checked'],
  ],
  transportCategories: [
    'uddi-org:wsdl:categorization:transport',
    'The transport of a binding',
    ['categorization', 'checked'],
  ],
};

/** What every registry holds from the start; nobody can change or delete it. */
export function wellKnownTModels(operator: string): readonly TModel[] {
  return (Object.keys(FACTS) as WellKnown[]).map((id) => {
    const [name, description, types] = FACTS[id];
    return {
      tModelKey: WELL_KNOWN[id],
      operator,
      authorizedName: operator,
      name: { lang: 'en', value: name },
      description: [{ lang: 'en', value: description }],
      categoryBag: types.map((keyValue) => ({ tModelKey: WELL_KNOWN.types, keyName: 'types', keyValue })),
    };
  });
}
