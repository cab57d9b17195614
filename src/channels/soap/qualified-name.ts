/** An expanded name. */
export interface QualifiedName {
  readonly namespace: string;
  readonly local: string;
}
