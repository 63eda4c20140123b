// Makes build/generated/: message and service types from the contracts, and of what
// the services are built with, as data, the form, what forms are called, the charts of
// accounts and the words for places of documents.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const protos = join(here, '../../../proto');
const data = join(here, '../../budget/data');
const messages = join(here, '../../budget/messages');
const generated = join(here, 'build/generated');
const bin = join(here, 'node_modules/.bin');

function buf(...args) {
  return execFileSync(join(bin, 'buf'), args, {
    cwd: here,
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
}

/** A textproto as what its JSON says. */
function textproto(type, file) {
  const answer = buf(
    'convert',
    protos,
    '--type',
    `yuheng.budget.v1.${type}`,
    '--from',
    `${file}#format=txtpb`,
    '--to',
    '-#format=json',
  );
  return JSON.parse(answer);
}

const write = (file, content) => writeFileSync(join(generated, file), JSON.stringify(content));

/** The lines of a csv without its headings. */
function linesOf(file) {
  const [, ...lines] = readFileSync(join(data, file), 'utf8').split(/\r?\n/);
  return lines.filter((line) => line !== '');
}

/** Code to name of a chart: csv with code,name and aliases behind. */
const chart = (file) => Object.fromEntries(linesOf(file).map((line) => line.split(',', 2)));

rmSync(generated, { recursive: true, force: true });
mkdirSync(generated, { recursive: true });
buf('generate', protos);
buf(
  'generate',
  join(here, 'node_modules/google-proto-files'),
  '--path',
  join(here, 'node_modules/google-proto-files/google/rpc/error_details.proto'),
);
const form = textproto('Form', join(data, 'form_xinjiang_2023.textproto'));
write('form.json', form);
write(
  'forms.json',
  Object.fromEntries(
    [
      form,
      ...readdirSync(data)
        .filter((file) => file.startsWith('regional_'))
        .map((file) => textproto('RegionalForm', join(data, file))),
    ].map(({ id, name }) => [id, name]),
  ),
);
write('charts.json', {
  function: chart('chart_func_2023_starter.csv'),
  economic: chart('chart_econ_dept_2023.csv'),
});
// English, to the end of the line, by the Chinese name.
write(
  'account_names_en.json',
  Object.fromEntries(
    linesOf('account_names_en.csv').map((line) => {
      const comma = line.indexOf(',');
      return [line.slice(0, comma), line.slice(comma + 1)];
    }),
  ),
);

// What verdicts call places, of documents and of files: "verdict.section_n2" is
// "section_n2" here.
const placeWord =
  /^verdict\.((section|measure|subject|field|side|at)_\w+|document|nil_statement|total_row|sheet|indicator)$/;
write(
  'places.json',
  Object.fromEntries(
    textproto('MessageCatalogue', join(messages, 'verdict.textproto'))
      .message.map(({ id, zh, en }) => [placeWord.exec(id)?.[1], { zh, en }])
      .filter(([id]) => id !== undefined),
  ),
);
