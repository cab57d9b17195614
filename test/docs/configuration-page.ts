import { listSettings, type Setting } from '../../src/config/settings.ts';

/** An example that uses the settings most installations change; the tests load it. */
export const EXAMPLE = `data: /var/lib/tonggui
exchange:
  host: 0.0.0.0
  port: 8443
  publicUrl: https://exchange.example.cn
  tls:
    certificate: tls/exchange.pem
    key: tls/exchange.key
limits:
  records: 5000
  busilistBytes: 20971520
database:
  kind: postgres      # its url: TONGGUI_DATABASE_URL, so that no password stands here
rules:
  folder: rules
log:
  level: warn
`;

/** docs/configuration.md as the schema of the settings gives it. */
export function renderConfigurationPage(): string {
  return `# Configuration

One YAML file and the environment, read once at the start. Without either, every default is safe: loopback, SQLite
in \`./data\`, TLS demanded as soon as a listener leaves this machine. \`tonggui config check\` shows what will be used,
or says everything that is wrong, each with the path of its setting, what was expected and what was found; values
that may be secret are never shown. Unknown settings are refused. It also looks at what the settings name: TLS files
and rule folders, and, as \`serve\` does before it starts, the files and variables of channels, the scanner, the rule
files of txcodes. It connects to nothing.

- The file: \`--config FILE\`, else the variable \`TONGGUI_CONFIG\`, else \`tonggui.yaml\` in the working folder.
- The environment wins over the file, options of the command line (\`--port\`, \`--admin-port\`, \`--data\`) over both.
- A variable's name is \`TONGGUI_\` and the path in capitals; texts stand as they are, numbers, \`true\`/\`false\` and
  lists as YAML: \`TONGGUI_EXCHANGE_PORT=9000\`, \`TONGGUI_SERVICES='[{standard: special-equipment, service: a, interFlag: b}]'\`.
- Relative files are taken from the folder of the configuration file; those of variables from the working folder.

\`\`\`yaml
${EXAMPLE}\`\`\`

## Settings

| setting | variable | form | default | meaning |
|---|---|---|---|---|
${listSettings().map(renderRow).join('\n')}

Notes

- \`plainHttp\` is for a proxy on the same private network that ends TLS: signs alone do not hide what is sent, and a
  literal SM4 sign can be spliced. The gateway warns at every start.
- \`requireClientCertificate\` is for all callers. Without it certificates are asked for if \`clientCa\` is set, and
  an application that demands one (\`app add --fingerprint\`) is refused without it.
- \`limits.bodyBytes\` may only grow beyond its default: a literal SM4 sign is twice as long as its message.
- \`standards.dual-prevention.txcodes\` gives S5's \`syndata\` more txcodes than its Table A.1 has, each with the kind
  of data, which is the name of a rule file: \`standards: {dual-prevention: {txcodes: {'0301': trainInfo}}}\`.
- Several gateways share one PostgreSQL; each has a data folder of its own, and all have the same sealing key
  (\`seal.keyFile\` or \`seal.environment\`).
`;
}

function renderRow({ path, variable, form, fallback, description }: Setting): string {
  const cells = [
    `\`${path}\``,
    variable === undefined ? '' : `\`${variable}\``,
    form,
    fallback === undefined ? '' : `\`${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)}\``,
    description,
  ];
  return `| ${cells.join(' | ')} |`;
}
