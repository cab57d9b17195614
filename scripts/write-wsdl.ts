import { writeFileSync } from 'node:fs';
import { generatedWsdl } from '../test/wsdl/generated.ts';

/** Writes wsdl/ anew from the operations: `npx tsx scripts/write-wsdl.ts`. */
for (const [name, text] of generatedWsdl()) writeFileSync(`wsdl/${name}`, text);
