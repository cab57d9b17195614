/** `special-equipment` → `SpecialEquipment`: a name that every language can make a class of. */
export function className(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
