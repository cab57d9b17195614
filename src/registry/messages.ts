import type {
  BindingTemplate,
  BusinessEntity,
  BusinessService,
  DiscoveryUrl,
  KeyedReference,
  LocalText,
  PublisherAssertion,
  TModel,
} from './model.ts';

/** The messages of UDDI 2.0 (Programmer's API, July 2002) and their answers, without `generic`, `operator` and `authInfo`. */

interface Finding {
  /** As sent: an unknown one is refused (E_unsupported). */
  readonly findQualifiers?: readonly string[];
  readonly maxRows?: number;
}

export interface FindBusiness extends Finding {
  readonly name?: readonly LocalText[];
  readonly identifierBag?: readonly KeyedReference[];
  readonly categoryBag?: readonly KeyedReference[];
  readonly tModelBag?: readonly string[];
  readonly discoveryURLs?: readonly DiscoveryUrl[];
}

export interface FindService extends Finding {
  /** Absent or '': services of any business. */
  readonly businessKey?: string;
  readonly name?: readonly LocalText[];
  readonly categoryBag?: readonly KeyedReference[];
  readonly tModelBag?: readonly string[];
}

export interface FindBinding extends Finding {
  readonly serviceKey: string;
  readonly tModelBag: readonly string[];
}

export interface FindTModel extends Finding {
  readonly name?: string;
  readonly identifierBag?: readonly KeyedReference[];
  readonly categoryBag?: readonly KeyedReference[];
}

export interface FindRelatedBusinesses extends Finding {
  readonly businessKey: string;
  readonly keyedReference?: KeyedReference;
}

interface Listed {
  readonly truncated: boolean;
}

export interface ServiceInfo {
  readonly serviceKey: string;
  readonly businessKey: string;
  readonly name: readonly LocalText[];
}

export interface BusinessInfo {
  readonly businessKey: string;
  readonly name: readonly LocalText[];
  readonly description?: readonly LocalText[];
  readonly serviceInfos: readonly ServiceInfo[];
}

export interface TModelInfo {
  readonly tModelKey: string;
  readonly name: LocalText;
}

export interface RelatedBusinessInfo {
  readonly businessKey: string;
  readonly name: readonly LocalText[];
  readonly description?: readonly LocalText[];
  readonly sharedRelationships: readonly {
    readonly direction: 'fromKey' | 'toKey';
    readonly keyedReference: readonly KeyedReference[];
  }[];
}

export type BusinessList = Listed & { readonly businessInfos: readonly BusinessInfo[] };
export type ServiceList = Listed & { readonly serviceInfos: readonly ServiceInfo[] };
export type TModelList = Listed & { readonly tModelInfos: readonly TModelInfo[] };
export type RelatedBusinessesList = Listed & {
  readonly businessKey: string;
  readonly relatedBusinessInfos: readonly RelatedBusinessInfo[];
};
export type BindingDetail = Listed & { readonly bindingTemplate: readonly BindingTemplate[] };
export type ServiceDetail = Listed & { readonly businessService: readonly BusinessService[] };
export type BusinessDetail = Listed & { readonly businessEntity: readonly BusinessEntity[] };
export type TModelDetail = Listed & { readonly tModel: readonly TModel[] };

export type CompletionStatus = 'status:complete' | 'status:toKey_incomplete' | 'status:fromKey_incomplete';

export interface AssertionStatusItem extends PublisherAssertion {
  readonly completionStatus: CompletionStatus;
  readonly keysOwned: { readonly fromKey?: string; readonly toKey?: string };
}

/** Request and answer of each message that anyone may send. */
export interface Inquiry {
  find_binding: [FindBinding, BindingDetail];
  find_business: [FindBusiness, BusinessList];
  find_relatedBusinesses: [FindRelatedBusinesses, RelatedBusinessesList];
  find_service: [FindService, ServiceList];
  find_tModel: [FindTModel, TModelList];
  get_bindingDetail: [{ readonly bindingKey: readonly string[] }, BindingDetail];
  get_businessDetail: [{ readonly businessKey: readonly string[] }, BusinessDetail];
  get_businessDetailExt: [{ readonly businessKey: readonly string[] }, BusinessDetail];
  get_serviceDetail: [{ readonly serviceKey: readonly string[] }, ServiceDetail];
  get_tModelDetail: [{ readonly tModelKey: readonly string[] }, TModelDetail];
}

/** A key that is absent or '' asks for a new entry. */
export type Draft<Entry, Key extends keyof Entry> = Omit<Entry, Key> & { readonly [K in Key]?: Entry[K] };
export type BindingDraft = Draft<BindingTemplate, 'bindingKey'>;
export type ServiceDraft = Draft<Omit<BusinessService, 'bindingTemplates'>, 'serviceKey'> & {
  readonly bindingTemplates?: readonly Draft<BindingDraft, 'serviceKey'>[];
};
export type BusinessDraft = Draft<Omit<BusinessEntity, 'businessServices'>, 'businessKey'> & {
  readonly businessServices?: readonly Draft<ServiceDraft, 'businessKey'>[];
};
export type TModelDraft = Draft<TModel, 'tModelKey'>;

/** What succeeded without more to say. */
export type Done = Readonly<Record<never, never>>;

/** Request and answer of each message that a publisher sends once it has its token. */
export interface Publication {
  save_binding: [{ readonly bindingTemplate: readonly BindingDraft[] }, BindingDetail];
  save_business: [{ readonly businessEntity: readonly BusinessDraft[] }, BusinessDetail];
  save_service: [{ readonly businessService: readonly ServiceDraft[] }, ServiceDetail];
  save_tModel: [{ readonly tModel: readonly TModelDraft[] }, TModelDetail];
  delete_binding: [{ readonly bindingKey: readonly string[] }, Done];
  delete_business: [{ readonly businessKey: readonly string[] }, Done];
  delete_service: [{ readonly serviceKey: readonly string[] }, Done];
  delete_tModel: [{ readonly tModelKey: readonly string[] }, Done];
  add_publisherAssertions: [{ readonly publisherAssertion: readonly PublisherAssertion[] }, Done];
  delete_publisherAssertions: [{ readonly publisherAssertion: readonly PublisherAssertion[] }, Done];
  set_publisherAssertions: [
    { readonly publisherAssertion: readonly PublisherAssertion[] },
    { readonly publisherAssertion: readonly PublisherAssertion[] },
  ];
  get_publisherAssertions: [Done, { readonly publisherAssertion: readonly PublisherAssertion[] }];
  get_assertionStatusReport: [
    { readonly completionStatus?: string },
    { readonly assertionStatusItem: readonly AssertionStatusItem[] },
  ];
  get_registeredInfo: [
    Done,
    Listed & { readonly businessInfos: readonly BusinessInfo[]; readonly tModelInfos: readonly TModelInfo[] },
  ];
}

/** The registry at work. Everything thrown for what a caller did is a UddiError. */
export interface Registry {
  inquire<Name extends keyof Inquiry>(name: Name, request: Inquiry[Name][0]): Inquiry[Name][1];
  /** Durable once it resolves; all of the message or nothing. */
  publish<Name extends keyof Publication>(
    name: Name,
    request: Publication[Name][0],
    publisher: string,
  ): Promise<Publication[Name][1]>;
  /**
   * As `publish`, for the gateway itself: entries keep the keys that they name, so that its own interfaces and code
   * tables have the same keys everywhere. Writes nothing where nothing changes.
   */
  register(entries: {
    readonly businesses?: readonly BusinessEntity[];
    readonly tModels?: readonly TModel[];
  }): Promise<void>;
  /** A service and its business, without the cost of copying; undefined when it is not there. */
  service(serviceKey: string): BusinessService | undefined;
  business(businessKey: string): BusinessEntity | undefined;
  /** Keys of the services whose category bag holds the reference; keys compare without regard to case. */
  servicesWith(tModelKey: string, keyValue: string): readonly string[];
  /** Called after every change that this process learns of, its own or another's. */
  onChange(listener: () => void): void;
  /** Businesses, services, bindings, tModels. */
  size(): {
    readonly businesses: number;
    readonly services: number;
    readonly bindings: number;
    readonly tModels: number;
  };
  close(): Promise<void>;
}
