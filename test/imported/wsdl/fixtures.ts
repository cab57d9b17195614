import { readFileSync } from 'node:fs';
import type { PortChoice } from '../../../src/imported/wsdl/choose-ports.ts';
import { readWsdl } from '../../../src/imported/wsdl/read-wsdl.ts';
import type { WsdlService } from '../../../src/imported/wsdl/wsdl-service.ts';

export function fixture(name: string): string {
  return readFileSync(`fixtures/wsdl/${name}`, 'utf8');
}

/** The descriptions as the stacks write them, with the documents that they refer to. */
export const FIXTURES = {
  'dotnet-asmx': { root: 'dotnet-asmx.wsdl', others: {} },
  'axis1-wrapped': { root: 'axis1-wrapped.wsdl', others: {} },
  'axis1-encoded': { root: 'axis1-encoded.wsdl', others: {} },
  'axis1-gate': { root: 'axis1-gate.wsdl', others: {} },
  'axis1-gate-rpc': { root: 'axis1-gate-rpc.wsdl', others: {} },
  metro: { root: 'metro.wsdl', others: { 'registry?xsd=1': 'metro-1.xsd' } },
  'metro-rpc': { root: 'metro-rpc.wsdl', others: { 'rpc?xsd=1': 'metro-rpc-1.xsd' } },
  'jaxws-ri': {
    root: 'jaxws-ri.wsdl',
    others: { 'license?xsd=1': 'jaxws-ri-1.xsd', 'license?xsd=2': 'jaxws-ri-2.xsd' },
  },
  'gsoap-rpc': { root: 'gsoap-rpc.wsdl', others: {} },
  'node-soap': { root: 'node-soap.wsdl', others: {} },
  bare: { root: 'bare.wsdl', others: { 'bare-common.xsd': 'bare-common.xsd' } },
  cxf: { root: 'cxf-service.wsdl', others: { 'inspection?wsdl=InspectionPort.wsdl': 'cxf-port.wsdl' } },
} as const satisfies Record<string, { root: string; others: Record<string, string> }>;

export type FixtureName = keyof typeof FIXTURES;

export function readFixture(name: FixtureName, choice: PortChoice = {}): WsdlService {
  const { root, others } = FIXTURES[name];
  const texts = Object.entries(others).map(([location, file]) => [location, fixture(file)]);
  return readWsdl({ root: fixture(root), others: Object.fromEntries(texts) }, choice);
}
