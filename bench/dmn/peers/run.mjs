// The points model (18 tables of 5 bands, a weighted sum) on @gorules/zen-engine and @bpmn-io/feelin, and one table of 1,000
// rules on zen-engine. Rows per second of wall time and of processor time. Skips what is not installed.
const TABLES = 18, BANDS = 5;
const load = async (name) => { try { return await import(name); } catch { console.log(`${name}: not installed, skipped`); return null; } };

const test = (b) => (b === 0 ? '< 20' : b + 1 === BANDS ? `>= ${b * 20}` : `[${b * 20}..${b * 20 + 20})`);
const points = (t, b) => (b + 1) * ((t % 4) + 1);
const weight = (t) => `0.${String(t + 10).padStart(2, '0')}`;
const numbers = Array.from({ length: TABLES }, (_, i) => i + 1);
const sum = numbers.map((t) => `p${t} * ${weight(t)}`).join(' + ');
const row = (i) => Object.fromEntries(numbers.map((t) => [`x${t}`, ((i * 7919 + t * 104729) % 1100) / 10]));
const rows = Array.from({ length: 1000 }, (_, i) => row(i));

async function measure(label, run) {
  for (let i = 0; i < 20; i++) await run(i);
  let count = 0;
  const start = process.hrtime.bigint(), processor = process.cpuUsage();
  let wall = 0;
  do { for (let i = 0; i < 16; i++) await run(count++); wall = Number(process.hrtime.bigint() - start) / 1e9; } while (wall < 3);
  const used = process.cpuUsage(processor);
  console.log(`${label.padEnd(40)} ${(count / wall).toFixed(0).padStart(9)} /s   ${(count / ((used.user + used.system) / 1e6)).toFixed(0).padStart(9)} per second of processor time`);
}

const zen = await load('@gorules/zen-engine');
if (zen) {
  const engine = new zen.ZenEngine();
  const nodes = [{ id: 'in', name: 'in', type: 'inputNode' }, { id: 'out', name: 'out', type: 'outputNode' }], edges = [];
  for (const t of numbers) {
    nodes.push({ id: `t${t}`, name: `t${t}`, type: 'decisionTableNode', content: {
      hitPolicy: 'first', inputs: [{ id: 'i', name: 'x', field: `x${t}` }], outputs: [{ id: 'o', name: 'p', field: `p${t}` }],
      rules: Array.from({ length: BANDS }, (_, b) => ({ _id: `r${b}`, i: test(b), o: `${points(t, b)}` })) } });
    edges.push({ id: `a${t}`, sourceId: 'in', targetId: `t${t}`, type: 'edge' }, { id: `b${t}`, sourceId: `t${t}`, targetId: 'sum', type: 'edge' });
  }
  nodes.push({ id: 'sum', name: 'sum', type: 'expressionNode', content: { expressions: [{ id: 'e', key: 'total', value: sum }] } });
  edges.push({ id: 'c', sourceId: 'sum', targetId: 'out', type: 'edge' });
  const decision = engine.createDecision(Buffer.from(JSON.stringify({ nodes, edges })));
  console.log('zen-engine, first row:', JSON.stringify((await decision.evaluate(rows[0])).result));
  await measure('zen-engine, points', (i) => decision.evaluate(rows[i % rows.length]));
  await measure('zen-engine, points with trace', (i) => decision.evaluate(rows[i % rows.length], { trace: true }));
  await measure('zen-engine, points, 8 rows at a time /8', (i) => Promise.all(Array.from({ length: 8 }, (_, k) => decision.evaluate(rows[(i + k) % rows.length]))));
  for (const rules of [10, 1000]) {
    const table = { nodes: [nodes[0], nodes[1], { id: 't', name: 't', type: 'decisionTableNode', content: {
      hitPolicy: 'first', inputs: ['a', 'b', 'c', 'd'].map((f) => ({ id: f, name: f, field: f })), outputs: [{ id: 'o', name: 'r', field: 'r' }],
      rules: Array.from({ length: rules }, (_, r) => ({ _id: `r${r}`, a: `[${r * 10}..${r * 10 + 10})`, b: r % 3 ? `>= ${r % 50}` : '', c: r % 2 ? `< ${1000 + r}` : '', d: `"k${r % 7}","k${(r + 1) % 7}"`, o: `${r}` })) } }],
      edges: [{ id: '1', sourceId: 'in', targetId: 't', type: 'edge' }, { id: '2', sourceId: 't', targetId: 'out', type: 'edge' }] };
    const one = engine.createDecision(Buffer.from(JSON.stringify(table)));
    const input = (i) => { const r = (i * 7919) % rules; return { a: r * 10 + (i % 10), b: i % 100, c: (i * 31) % 1500, d: `k${i % 7}` }; };
    await measure(`zen-engine, ${rules} rules`, (i) => one.evaluate(input(i)));
  }
}

const feelin = await load('@bpmn-io/feelin');
if (feelin) {
  const value = (result) => (result && typeof result === 'object' && 'value' in result ? result.value : result);
  const run = (i) => {
    const inputs = rows[i % rows.length], scope = {};
    for (const t of numbers) {
      for (let b = 0; b < BANDS; b++) {
        if (value(feelin.unaryTest(test(b), { '?': inputs[`x${t}`] })) === true) { scope[`p${t}`] = points(t, b); break; }
      }
    }
    return value(feelin.evaluate(sum, scope));
  };
  console.log('feelin, first row:', run(0));
  await measure('feelin, points', run);
}
