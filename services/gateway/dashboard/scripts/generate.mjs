// Makes build/generated/: message and service types from the contracts, and the form
// and charts of accounts that the services are built with, as data.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const protos = join(here, '../../../proto');
const data = join(here, '../../budget/data');
const generated = join(here, 'build/generated');
const bin = join(here, 'node_modules/.bin');

function buf(...args) {
  execFileSync(join(bin, 'buf'), args, {
    cwd: here,
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Code to name of a chart: csv with code,name and aliases behind. */
function chart(file) {
  const [, ...lines] = readFileSync(join(data, file), 'utf8').split(/\r?\n/);
  return Object.fromEntries(lines.filter((line) => line !== '').map((line) => line.split(',', 2)));
}

rmSync(generated, { recursive: true, force: true });
mkdirSync(generated, { recursive: true });
buf('generate', protos);
buf(
  'generate',
  join(here, 'node_modules/google-proto-files'),
  '--path',
  join(here, 'node_modules/google-proto-files/google/rpc/error_details.proto'),
);
buf(
  'convert',
  protos,
  '--type',
  'yuheng.budget.v1.Form',
  '--from',
  `${join(data, 'form_xinjiang_2023.textproto')}#format=txtpb`,
  '--to',
  `${join(generated, 'form.json')}#format=json`,
);
writeFileSync(
  join(generated, 'charts.json'),
  JSON.stringify({
    function: chart('chart_func_2023_starter.csv'),
    economic: chart('chart_econ_dept_2023.csv'),
  }),
);
