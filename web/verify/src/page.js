// The page: takes files, runs the checks, shows the report. Text from the file is only ever put in as text nodes.
import {digestText} from './crypto.js';
import {verifyBundle} from './verify.js';
import {words} from './words.js';

const byId = (id) => document.getElementById(id);
const state = {language: 'zh', bytes: null, name: '', earlier: null, report: null};
const t = (name) => words[name][state.language];
const say = (text) => text[state.language];

/** An element with attributes and children (elements or texts). */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') element.addEventListener('click', value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ''));
  return element;
}

// The moment in the reader's own time zone, with the offset said; UTC as signed stays beside it.
function localTime(utc) {
  const date = new Date(utc);
  const two = (number) => String(Math.trunc(number)).padStart(2, '0');
  const offset = -date.getTimezoneOffset();
  const zone = `UTC${offset < 0 ? '−' : '+'}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())} ${zone}`;
}

function save(bytes, name, type) {
  const url = URL.createObjectURL(new Blob([bytes], {type}));
  el('a', {href: url, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function verdict(report) {
  const {files, ...json} = report;
  return el('div', {class: report.proven ? 'verdict' : 'verdict bad', role: 'status'},
    el('h2', {}, report.proven ? `✓ ${t('good')}` : `✗ ${t('bad')}`),
    el('p', {}, say(report.sentence)),
    el('div', {class: 'actions'},
      el('button', {type: 'button', onclick: () => window.print()}, t('print')),
      el('button', {type: 'button', onclick: () => save(JSON.stringify(json), 'lingqu-report.json', 'application/json')}, t('saveReport'))));
}

function checks(report) {
  return el('section', {}, el('h2', {}, t('checks')),
    el('ul', {class: 'checks'}, ...report.checks.map((check) => el('li', {class: check.state}, say(check.what),
      check.failures.length === 0 ? null
        : el('ul', {}, ...check.failures.map((failure) => el('li', {}, el('code', {}, failure.where), ' ', say(failure.problem))))))));
}

function checkpoint(report) {
  const rows = [[t('file'), `${state.name} (${state.bytes.length.toLocaleString('en')} ${t('bytes')})`], [t('fileHash'), digestText('sm3', state.bytes)]];
  if (report.origin) {
    rows.push([t('origin'), report.origin], [t('signedAt'), `${localTime(report.at)} (${report.at})`],
      [t('size'), report.size.toLocaleString('en')], [t('key'), report.key], [t('suite'), `${report.hash}, ${report.signature}`]);
  }
  return el('section', {}, el('h2', {}, t('checkpoint')),
    el('dl', {class: 'facts'}, ...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {class: 'hash'}, value)])));
}

// Lists and groups as nested lists of "name: value".
function valueNode(value) {
  if (typeof value === 'boolean') return document.createTextNode(value ? t('yes') : t('no'));
  if (value === null || typeof value !== 'object') return document.createTextNode(String(value));
  if (Array.isArray(value)) return el('ol', {class: 'nested'}, ...value.map((item) => el('li', {}, valueNode(item))));
  return el('ul', {class: 'nested'}, ...Object.keys(value).sort().map((name) => el('li', {}, el('i', {}, `${name}: `), valueNode(value[name]))));
}

function valueCell(value) {
  if (value.state === 'withheld' || value.state === 'cleared') return el('td', {class: value.state}, t(value.state));
  const note = value.state === 'opened' ? {'data-note': t('opened')} : {};
  return el('td', {}, el('span', {class: value.state, ...note}, valueNode(value.value)));
}

function who(act) {
  const parts = [act.account === 0 ? t('system') : `${t('account')} ${act.account}`];
  if (act.organisation) parts.push(say(act.organisation_title) ? `${say(act.organisation_title)} (#${act.organisation})` : `${t('organisation')} ${act.organisation}`);
  if (act.role) parts.push(say(act.role_title) || `${t('role')} ${act.role}`);
  parts.push(`${t('version')} ${act.version}`);
  return parts.join(' · ');
}

function actItem(act, broken) {
  const states = `${say(act.from_title) || '–'} → ${say(act.to_title) || '–'}`;
  const rows = act.values.map((value) => el('tr', {}, el('td', {title: value.field}, say(value.title)), valueCell(value)));
  for (const clause of act.basis) {
    rows.push(el('tr', {}, el('td', {}, t('basis')), el('td', {}, clause.title ? `${clause.title} ` : '', el('code', {}, clause.id))));
  }
  for (const one of act.decisions ?? []) {
    rows.push(el('tr', {}, el('td', {}, t('decision')), el('td', {}, `${one.decision} · ${one.version} `, one.verified ? '' : `（${t('unverified')}） `,
      ...one.clauses.flatMap((clause) => [el('code', {title: clause.title}, clause.id), ' ']), el('code', {}, one.digest))));
  }
  return el('li', broken ? {class: 'broken'} : {},
    el('div', {class: 'act'}, el('b', {title: act.act}, say(act.act_title)), el('span', {class: 'states'}, states),
      el('time', {datetime: act.at, title: act.at}, localTime(act.at)), el('span', {class: 'number'}, `${t('leaf')} #${act.sequence}`)),
    el('div', {class: 'under'}, who(act)),
    rows.length > 0 ? el('table', {}, el('tbody', {}, ...rows)) : null);
}

function subjectSection(report, subject, i) {
  const failures = report.checks.flatMap((check) => check.failures.map((failure) => failure.where));
  const isBroken = (j) => failures.some((where) => `${where}/`.startsWith(`subjects/${i}/leaves/${j}/`));
  return el('section', {},
    el('h2', {}, say(subject.title), ' ', el('code', {}, `${subject.register}/${subject.record}`), subject.complete ? '' : `（${t('partial')}）`),
    el('ol', {class: 'timeline'}, ...subject.acts.map((act, j) => actItem(act, isBroken(j)))));
}

function dutySection(list) {
  const rows = list.items.map((one) => el('tr', {class: one.late ? 'late' : one.state},
    el('td', {}, t(one.late ? 'late' : one.state)),
    el('td', {}, say(one.title), one.state === 'missing' ? el('div', {class: 'under'}, say(one.remedy)) : null),
    el('td', {}, one.clause_title ? `${one.clause_title} ` : '', el('code', {}, one.clause))));
  return el('section', {class: 'duties'}, el('h2', {}, t('duties'), ' ', say(list.title), ' ', el('code', {}, `${list.register}/${list.record}`)),
    el('p', {class: 'under'}, t('dutiesHelp')), el('table', {}, el('tbody', {}, ...rows)));
}

function attachmentSection(report) {
  if (report.attachments.length === 0) return null;
  return el('section', {}, el('h2', {}, t('attachments')), el('table', {}, el('tbody', {}, ...report.attachments.map((one, i) =>
    el('tr', {}, el('td', {}, `${one.bytes.toLocaleString('en')} ${t('bytes')}`), el('td', {}, el('code', {}, one.digest)),
      el('td', {}, el('button', {type: 'button', onclick: () => save(report.files[i].content, `attachment-${i + 1}`, 'application/octet-stream')}, t('save'))))))));
}

function showReport() {
  const {report} = state;
  if (!report) return byId('result').replaceChildren();
  const parts = [verdict(report), checks(report), checkpoint(report)];
  if (!report.proven && report.subjects.length > 0) parts.push(el('div', {class: 'verdict bad'}, t('notChecked')));
  parts.push(...(report.duties ?? []).map(dutySection));
  parts.push(...report.subjects.map((subject, i) => subjectSection(report, subject, i)), attachmentSection(report));
  byId('result').replaceChildren(...parts.filter(Boolean));
}

function showWords() {
  document.documentElement.lang = state.language === 'zh' ? 'zh-CN' : 'en';
  document.title = `灵渠 · ${t('title')}`;
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = t(element.dataset.text);
  byId('language').textContent = t('language');
}

function check() {
  if (!state.bytes) return;
  state.report = verifyBundle(state.bytes, {trustedKey: byId('key').value.trim(), earlierCheckpoint: state.earlier});
  showReport();
}

async function take(file) {
  if (!file) return;
  state.bytes = new Uint8Array(await file.arrayBuffer());
  state.name = file.name;
  check();
}

byId('file').addEventListener('change', (event) => take(event.target.files[0]));
byId('key').addEventListener('change', check);
byId('earlier').addEventListener('change', async (event) => {
  const file = event.target.files[0];
  state.earlier = file ? new Uint8Array(await file.arrayBuffer()) : null;
  check();
});
byId('language').addEventListener('click', () => {
  state.language = state.language === 'zh' ? 'en' : 'zh';
  showWords();
  showReport();
});
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  document.body.classList.add('over');
});
document.addEventListener('dragleave', () => document.body.classList.remove('over'));
document.addEventListener('drop', (event) => {
  event.preventDefault();
  document.body.classList.remove('over');
  take(event.dataTransfer.files[0]);
});
showWords();
