// Makes dist/verify.html: one file with script and style inside, and a policy that lets nothing else run or load.
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {build} from 'esbuild';

const here = (path) => new URL(path, import.meta.url);
const bundled = await build({
  entryPoints: [here('src/page.js').pathname],
  bundle: true,
  write: false,
  minify: true,
  format: 'iife',
  target: ['chrome93', 'firefox92', 'safari15.4'],
  charset: 'utf8',
  legalComments: 'inline',
});
const script = bundled.outputFiles[0].text.trim().replaceAll('</script', '<\\/script');
const style = readFileSync(here('src/style.css'), 'utf8').trim();
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
const parts = {policy, style, script};
const page = readFileSync(here('src/page.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
mkdirSync(here('dist'), {recursive: true});
writeFileSync(here('dist/verify.html'), page);
console.log(`dist/verify.html  ${(page.length / 1024).toFixed(0)} KB`);
