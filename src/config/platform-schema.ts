import { z } from 'zod';
import { checkOwnCertificate } from './checks.ts';
import { group, MIB, path, text, whole } from './schema-parts.ts';

/** The registry: where it is asked, by whom, and how much a publisher may keep in it. */
export const registry = group(
  z.strictObject({
    inquiry: z.enum(['authenticated', 'open']).default('authenticated').meta({
      description:
        'Who may ask: publishers, and applications with a token of theirs, or (`open`) whoever reaches the listener',
    }),
    operator: text('Name of the operator site, as the answers of UDDI give it').default('Tonggui'),
    tokenSeconds: whole(60, 86_400, 3600, 'Seconds that the token of a publisher lives'),
    entriesPerPublisher: whole(
      1,
      10_000_000,
      200_000,
      'Businesses, services, bindings and tModels that a publisher may keep',
    ),
  }),
  'The UDDI registry',
);

/** A network or a host name; what exactly may stand here is checked where it is used. */
const place = z.string().regex(/^[A-Za-z0-9_.:/*-]{1,255}$/, { error: 'a CIDR network or a host name' });

/** Providers that are asked instead of the gateway's own store. */
export const providers = group(
  z.strictObject({
    allow: z.array(place).default([]).meta({
      description:
        'Networks (CIDR) and host names that providers may be at: an entry within a network that is refused by default, such as loopback, opens just that; any other restricts providers to the list; see docs/asking-providers.md',
    }),
    deny: z
      .array(place)
      .default([])
      .meta({ description: 'Networks and host names that providers may never be at; stronger than `allow`' }),
    connectSeconds: whole(1, 60, 3, 'Seconds in which a connection must stand'),
    sameDomainSeconds: whole(1, 600, 10, 'Seconds for the whole answer of a provider in the same domain'),
    crossDomainSeconds: whole(1, 600, 40, 'Seconds for the whole answer of a provider in another domain'),
    answerBytes: whole(1024, 1024 * MIB, 32 * MIB, 'Bytes of the answer of a provider'),
    tls: z
      .strictObject({
        ca: path(
          "PEM file with authorities that issue providers' certificates, beside the usual ones",
        ).optional(),
        certificate: path('PEM file with the certificate that the gateway shows to providers').optional(),
        key: path('PEM file with the private key of `certificate`').optional(),
      })
      .check(checkOwnCertificate)
      .optional()
      .meta({ description: 'TLS towards providers' }),
    breaker: group(
      z.strictObject({
        calls: whole(1, 10_000, 20, 'Calls within the window before the breaker may open'),
        percent: whole(1, 100, 50, 'Share of failed calls, in percent, at which it opens'),
        windowSeconds: whole(1, 3600, 60, 'Seconds that calls are counted for'),
        openSeconds: whole(1, 3600, 30, 'Seconds until one call may try again'),
      }),
      'When a provider that fails is left alone for a while',
    ),
  }),
  'The gateway as caller of providers',
);
