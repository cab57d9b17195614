/** Seals short texts; what was sealed for one context does not open in another. */
export interface Sealer {
  seal(text: string, context: string): string;
  open(sealed: string, context: string): string;
}
