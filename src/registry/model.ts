/**
 * The data structures of UDDI 2.0 (Data Structure Reference, July 2002), spelled as there. The same shapes are the JSON
 * of the REST interface and of the stored document; the XML is derived from `schema.ts`.
 */

/** A text with an optional xml:lang (names, descriptions). */
export interface LocalText {
  readonly lang?: string;
  readonly value: string;
}

export interface KeyedReference {
  readonly tModelKey: string;
  readonly keyName?: string;
  readonly keyValue: string;
}

export interface OverviewDoc {
  readonly description?: readonly LocalText[];
  readonly overviewURL?: string;
}

export interface DiscoveryUrl {
  readonly useType: string;
  readonly value: string;
}

export interface Contact {
  readonly useType?: string;
  readonly description?: readonly LocalText[];
  readonly personName: string;
  readonly phone?: readonly { readonly useType?: string; readonly value: string }[];
  readonly email?: readonly { readonly useType?: string; readonly value: string }[];
  readonly address?: readonly Address[];
}

export interface Address {
  readonly useType?: string;
  readonly sortCode?: string;
  readonly tModelKey?: string;
  readonly addressLine?: readonly {
    readonly keyName?: string;
    readonly keyValue?: string;
    readonly value: string;
  }[];
}

export interface BusinessEntity {
  readonly businessKey: string;
  readonly operator?: string;
  readonly authorizedName?: string;
  readonly discoveryURLs?: readonly DiscoveryUrl[];
  readonly name: readonly LocalText[];
  readonly description?: readonly LocalText[];
  readonly contacts?: readonly Contact[];
  readonly businessServices?: readonly BusinessService[];
  readonly identifierBag?: readonly KeyedReference[];
  readonly categoryBag?: readonly KeyedReference[];
}

export interface BusinessService {
  readonly serviceKey: string;
  readonly businessKey: string;
  readonly name: readonly LocalText[];
  readonly description?: readonly LocalText[];
  readonly bindingTemplates?: readonly BindingTemplate[];
  readonly categoryBag?: readonly KeyedReference[];
}

export const URL_TYPES = ['mailto', 'http', 'https', 'ftp', 'fax', 'phone', 'other'] as const;
export type UrlType = (typeof URL_TYPES)[number];

export interface BindingTemplate {
  readonly bindingKey: string;
  readonly serviceKey: string;
  readonly description?: readonly LocalText[];
  /** Either this or `hostingRedirector`. */
  readonly accessPoint?: { readonly URLType: UrlType; readonly value: string };
  readonly hostingRedirector?: { readonly bindingKey: string };
  readonly tModelInstanceDetails: readonly TModelInstanceInfo[];
}

export interface TModelInstanceInfo {
  readonly tModelKey: string;
  readonly description?: readonly LocalText[];
  readonly instanceDetails?: {
    readonly description?: readonly LocalText[];
    readonly overviewDoc?: OverviewDoc;
    readonly instanceParms?: string;
  };
}

export interface TModel {
  readonly tModelKey: string;
  readonly operator?: string;
  readonly authorizedName?: string;
  readonly name: LocalText;
  readonly description?: readonly LocalText[];
  readonly overviewDoc?: OverviewDoc;
  readonly identifierBag?: readonly KeyedReference[];
  readonly categoryBag?: readonly KeyedReference[];
}

export interface PublisherAssertion {
  readonly fromKey: string;
  readonly toKey: string;
  readonly keyedReference: KeyedReference;
}

export const FIND_QUALIFIERS = [
  'exactNameMatch',
  'caseSensitiveMatch',
  'sortByNameAsc',
  'sortByNameDesc',
  'sortByDateAsc',
  'sortByDateDesc',
  'orLikeKeys',
  'orAllKeys',
  'andAllKeys',
  'combineCategoryBags',
  'serviceSubset',
] as const;
export type FindQualifier = (typeof FIND_QUALIFIERS)[number];
