/** `special-equipment` → `SpecialEquipment`, `2025-data` → `Service2025Data`: a name that every language can make a class of. */
export function className(name: string): string {
  const joined = name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return /^[A-Z]/.test(joined) ? joined : `Service${joined}`;
}
