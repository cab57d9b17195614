import { sm2PublicKeyOf } from '../crypto/sm2-key.ts';
import type { Interface } from './interface.ts';
import { formOf } from './interface-form.ts';
import type { Interfaces } from './open-interfaces.ts';

/** An interface as operators see it: never a secret, and of an imported description its size alone. */
export function viewOf(one: Interface, interfaces: Pick<Interfaces, 'facts' | 'needsTest'>) {
  const { written, proven, ...rest } = one;
  const { documents, ...settings } = formOf(written);
  const registered = interfaces.facts(one);
  const ownPrivateKey = written.account?.sign.ownPrivateKey;
  return {
    ...rest,
    name: registered?.name ?? proven?.facts.name ?? one.id,
    version: registered?.version ?? proven?.facts.version ?? '',
    /** What was changed, here or in the registry, waits for a test. */
    needsTest: one.state !== 'retired' && interfaces.needsTest(one),
    settings: {
      ...settings,
      ...(documents && {
        documents: { characters: documents.root.length, others: Object.keys(documents.others ?? {}) },
      }),
    },
    ...(registered && { registered }),
    ...(proven && { proven: proven.facts }),
    ...(ownPrivateKey && { ownPublicKey: sm2PublicKeyOf(ownPrivateKey) }),
  };
}
