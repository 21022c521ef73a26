// zen-engine (points, lending and rules, as decision graphs of its own) and feelin (points: FEEL alone, the tables walked here) on what
// `dmn_bench write` wrote into the folder that is the argument. Prints engine, case, rows per second of wall time and of processor time,
// answers that agree and rows asked, tab-separated. Skips what is not installed.
import { existsSync, readFileSync } from 'node:fs';

const TABLES = 18, BANDS = 5;
const folder = process.argv[2];
const load = async (name) => { try { return await import(name); } catch { console.log(`# ${name} is not installed: skipped`); return null; } };
const lines = (name) => readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

const test = (b) => (b === 0 ? '< 20' : b + 1 === BANDS ? `>= ${b * 20}` : `[${b * 20}..${b * 20 + 20})`);
const points = (t, b) => (b + 1) * ((t % 4) + 1);
const weight = (t) => `0.${String(t + 10).padStart(2, '0')}`;
const numbers = Array.from({ length: TABLES }, (_, i) => i + 1);
const sum = numbers.map((t) => `p${t} * ${weight(t)}`).join(' + ');

// A table without a hit gives null here and nothing there.
const same = (a, b) => (typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 1e-9 : (a ?? null) === (b ?? null));
async function agreeing(name, answer) {
  const rows = lines(`${name}.rows`), answers = lines(`${name}.answers`);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const found = await answer(rows[i]);
    if (Object.entries(answers[i]).every(([decision, value]) => same(found[decision], value))) count++;
  }
  return [rows, count];
}
async function measure(engine, name, what, run, rowsEach, agree, asked) {
  const seconds = (since) => Number(process.hrtime.bigint() - since) / 1e9;
  let runs = 0;
  for (const start = process.hrtime.bigint(); seconds(start) < 1.0;) await run(runs++);
  const start = process.hrtime.bigint(), processor = process.cpuUsage();
  runs = 0;
  do { for (let i = 0; i < 4; i++) await run(runs++); } while (seconds(start) < 2.5);
  const wall = seconds(start), used = process.cpuUsage(processor);
  console.log([engine, name, what, (runs * rowsEach / wall).toFixed(0), (runs * rowsEach / ((used.user + used.system) / 1e6)).toFixed(0), agree, asked].join('\t'));
}

// A graph from the input through nodes in the given order; `needs` of each: the names of the nodes it reads.
function graph(nodes) {
  const all = [{ id: 'in', name: 'in', type: 'inputNode' }, { id: 'out', name: 'out', type: 'outputNode' }], edges = [];
  const read = new Set(nodes.flatMap((node) => node.needs ?? []));
  for (const { needs, ...node } of nodes) {
    all.push({ ...node, name: node.id });
    for (const source of needs ?? ['in']) edges.push({ id: `${source}-${node.id}`, sourceId: source, targetId: node.id, type: 'edge' });
    if (!read.has(node.id)) edges.push({ id: `${node.id}-out`, sourceId: node.id, targetId: 'out', type: 'edge' });
  }
  return Buffer.from(JSON.stringify({ nodes: all, edges }));
}
// `fields`: expressions of the inputs; a rule: their tests, then the output.
const table = (id, needs, fields, output, rules) => ({ id, needs, type: 'decisionTableNode', content: {
  hitPolicy: 'first', passThrough: true, inputs: fields.map((field, i) => ({ id: `i${i}`, name: field, field })), outputs: [{ id: 'o', name: output, field: output }],
  rules: rules.map((rule, r) => ({ _id: `r${r}`, ...Object.fromEntries(fields.map((_, i) => [`i${i}`, rule[i] === '-' ? '' : rule[i]])), o: rule[fields.length] })) } });
const expressions = (id, needs, pairs) => ({ id, needs, type: 'expressionNode', content: {
  passThrough: true, expressions: Object.entries(pairs).map(([key, value], i) => ({ id: `e${i}`, key, value })) } });

const pointsGraph = () => graph([
  ...numbers.map((t) => ({ ...table(`t${t}`, undefined, [`x${t}`], `p${t}`, Array.from({ length: BANDS }, (_, b) => [test(b), `${points(t, b)}`])) })),
  expressions('sum', numbers.map((t) => `t${t}`), { total: sum })].map((node) => ({ ...node, content: { ...node.content, passThrough: false } })));
const rulesGraph = (rules) => graph([{ ...table('t', undefined, ['a', 'b', 'c', 'd'], 'r', Array.from({ length: rules }, (_, r) =>
  [`[${r * 10}..${r * 10 + 10})`, r % 3 ? `>= ${r % 50}` : '-', r % 2 ? `< ${1000 + r}` : '-', `"k${r % 7}","k${(r + 1) % 7}"`, `${r}`])) }]);

// The kit's example by hand: every decision that Strategy and Routing require, in a chain, since each reads what those before it gave.
function lendingGraph() {
  const affordable = (risk) => `(ApplicantData.Monthly.Income - (ApplicantData.Monthly.Expenses + ApplicantData.Monthly.Repayments)) * ${risk} > Installment`;
  const factor = (id, needs, risk, output) => table(id, needs, [risk], output, [['"HIGH","DECLINE"', '0.6'], ['"MEDIUM"', '0.7'], ['"LOW","VERY LOW"', '0.8']]);
  const { Age, Marital, Employment } = { Age: 'ApplicantData.Age', Marital: 'ApplicantData.MaritalStatus', Employment: 'ApplicantData.EmploymentStatus' };
  const nodes = [
    table('byAge', ['in'], [Age], 's1', [['[18..21]', '32'], ['[22..25]', '35'], ['[26..35]', '40'], ['[36..49]', '43'], ['>= 50', '48']]),
    table('byMarriage', ['byAge'], [Marital], 's2', [['"S"', '25'], ['"M"', '45']]),
    table('byWork', ['byMarriage'], [Employment], 's3', [['"UNEMPLOYED"', '15'], ['"EMPLOYED"', '45'], ['"SELF-EMPLOYED"', '36'], ['"STUDENT"', '18']]),
    expressions('score', ['byWork'], {
      Score: 's1 + s2 + s3',
      Installment: '(RequestedProduct.Amount * RequestedProduct.Rate / 12) / (1 - (1 + RequestedProduct.Rate / 12) ^ (-RequestedProduct.Term)) + (RequestedProduct.ProductType == "STANDARD LOAN" ? 20 : 25)' }),
    table('preRisk', ['score'], ['ApplicantData.ExistingCustomer', 'Score'], 'PreRisk', [
      ['false', '< 100', '"HIGH"'], ['false', '[100..120)', '"MEDIUM"'], ['false', '[120..130)', '"LOW"'], ['false', '> 130', '"VERY LOW"'],
      ['true', '< 80', '"DECLINE"'], ['true', '[80..90)', '"HIGH"'], ['true', '[90..110]', '"MEDIUM"'], ['true', '> 110', '"LOW"']]),
    table('call', ['preRisk'], ['PreRisk'], 'Call', [['"HIGH","MEDIUM"', '"FULL"'], ['"LOW"', '"MINI"'], ['"VERY LOW","DECLINE"', '"NONE"']]),
    factor('preFactor', ['call'], 'PreRisk', 'PreFactor'),
    expressions('preAffordability', ['preFactor'], { PreAffordable: affordable('PreFactor') }),
    table('eligibility', ['preAffordability'], ['PreRisk', 'PreAffordable', Age], 'Eligibility', [
      ['"DECLINE"', '-', '-', '"INELIGIBLE"'], ['-', 'false', '-', '"INELIGIBLE"'], ['-', '-', '< 18', '"INELIGIBLE"'], ['-', '-', '-', '"ELIGIBLE"']]),
    table('strategy', ['eligibility'], ['Eligibility', 'Call'], 'Strategy', [
      ['"INELIGIBLE"', '-', '"DECLINE"'], ['"ELIGIBLE"', '"FULL","MINI"', '"BUREAU"'], ['"ELIGIBLE"', '"NONE"', '"THROUGH"']]),
    table('postRisk', ['strategy'], ['ApplicantData.ExistingCustomer', 'Score', 'BureauData.CreditScore'], 'PostRisk', [
      ['false', '< 120', '< 590', '"HIGH"'], ['false', '< 120', '[590..610]', '"MEDIUM"'], ['false', '< 120', '> 610', '"LOW"'],
      ['false', '[120..130]', '< 600', '"HIGH"'], ['false', '[120..130]', '[600..625]', '"MEDIUM"'], ['false', '[120..130]', '> 625', '"LOW"'],
      ['false', '> 130', '-', '"VERY LOW"'], ['true', '<= 100', '< 580', '"HIGH"'], ['true', '<= 100', '[580..600]', '"MEDIUM"'],
      ['true', '<= 100', '> 600', '"LOW"'], ['true', '> 100', '< 590', '"HIGH"'], ['true', '> 100', '[590..615]', '"MEDIUM"'], ['true', '> 100', '> 615', '"LOW"']]),
    factor('postFactor', ['postRisk'], 'PostRisk', 'PostFactor'),
    expressions('postAffordability', ['postFactor'], { PostAffordable: affordable('PostFactor') }),
    table('routing', ['postAffordability'], ['PostRisk', 'PostAffordable', 'BureauData.Bankrupt', 'BureauData.CreditScore'], 'Routing', [
      ['-', 'false', '-', '-', '"DECLINE"'], ['-', '-', 'true', '-', '"DECLINE"'], ['"HIGH"', '-', '-', '-', '"REFER"'], ['-', '-', '-', '< 580', '"REFER"'],
      ['-', '-', '-', '-', '"ACCEPT"']])];
  return graph(nodes);
}

const zen = await load('@gorules/zen-engine');
if (zen) {
  const engine = new zen.ZenEngine();
  const models = { points: pointsGraph(), ...(existsSync(`${folder}/lending.dmn`) ? { lending: lendingGraph() } : {}), 'rules-10': rulesGraph(10), 'rules-1000': rulesGraph(1000) };
  for (const [name, model] of Object.entries(models)) {
    const decision = engine.createDecision(model);
    const [rows, agree] = await agreeing(name, async (row) => (await decision.evaluate(row)).result);
    const row = (i) => rows[i % rows.length];
    await measure('zen-engine', name, 'row', (i) => decision.evaluate(row(i)), 1, agree, rows.length);
    await measure('zen-engine', name, 'traced', (i) => decision.evaluate(row(i), { trace: true }), 1, agree, rows.length);
    // As many at a time as keep its threads busy: it has no other way to many rows.
    await measure('zen-engine', name, 'rows', (i) => Promise.all(Array.from({ length: 16 }, (_, k) => decision.evaluate(row(i * 16 + k)))), 16, agree, rows.length);
  }
}

const feelin = await load('@bpmn-io/feelin');
if (feelin) {
  const value = (result) => (result && typeof result === 'object' && 'value' in result ? result.value : result);
  const run = (row) => {
    const scope = {};
    for (const t of numbers) {
      for (let b = 0; b < BANDS; b++) {
        if (value(feelin.unaryTest(test(b), { '?': row[`x${t}`] })) === true) { scope[`p${t}`] = points(t, b); break; }
      }
    }
    return value(feelin.evaluate(sum, scope));
  };
  const [rows, agree] = await agreeing('points', (row) => ({ total: run(row) }));
  await measure('feelin', 'points', 'row', (i) => run(rows[i % rows.length]), 1, agree, rows.length);
}
