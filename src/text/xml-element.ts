import { TextError, type TextPlace } from './text-error.ts';
import type { XmlFault } from './xml-fault.ts';

export interface XmlAttribute {
  /** '' when it has no prefix. */
  readonly namespace: string;
  readonly local: string;
  readonly value: string;
}

/** An element as it was read; its place is where its start tag begins. */
export interface XmlElement extends TextPlace {
  readonly namespace: string;
  readonly local: string;
  /** Without namespace declarations. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Its own text and CDATA in their order, untrimmed; what lies in children is theirs. */
  readonly text: string;
  /** Whether a comment stands directly in it. */
  readonly commented: boolean;
}

/** The value of an attribute by its expanded name. */
export function attributeOf(element: XmlElement, namespace: string, local: string): string | undefined {
  return element.attributes.find((found) => found.local === local && found.namespace === namespace)?.value;
}

/**
 * The exact text of an element that is a value. Throws TextError when a child or a comment stands in it:
 * what is checked and what is signed must be one text, and comments have split such texts before.
 */
export function textValueOf(element: XmlElement): string {
  if (element.children.length > 0) refuse(element.children[0]!, 'element inside a value');
  if (element.commented) refuse(element, 'comment inside a value');
  return element.text;
}

function refuse(place: TextPlace, fault: XmlFault): never {
  throw new TextError(fault, place);
}
