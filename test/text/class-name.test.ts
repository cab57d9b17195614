import { describe, expect, it } from '@jest/globals';
import { className } from '../../src/text/class-name.ts';

describe('the name of a class', () => {
  it.each([
    ['special-equipment', 'SpecialEquipment'],
    ['s5', 'S5'],
    ['city-orders_v1.2', 'CityOrdersV12'],
    ['2025-data', 'Service2025Data'],
    ['~-~', 'Service'],
  ])('of %s is %s', (name, expected) => {
    expect(className(name)).toBe(expected);
  });
});
