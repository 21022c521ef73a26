// Runs the browser tests named on the command line (default: all) with node's own test runner.
// Exit status: that of the tests; 77 when something they need is absent. Settings: LINGQU_BIN, LINGQU_PACK, CHROMIUM, LINGQU_FAILURES (screenshots).
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumProgram, lingquProgram, root } from './program.mjs'

const here = join(root, 'tests/browser')
const needs = [
  [lingquProgram, 'the program is not built (LINGQU_BIN)'],
  [chromiumProgram, 'Chromium is not installed (CHROMIUM)'],
  [join(root, 'web/dist/index.html'), 'the web client is not built (cd web && npm ci && npm run build)'],
  [join(root, 'web/node_modules/playwright-core'), 'playwright-core is not installed (cd web && npm ci)'],
]
const missing = needs.filter(([path]) => !path || !existsSync(path))
if (missing.length) {
  for (const [, reason] of missing) console.log(`skipped: ${reason}`)
  process.exit(77)
}

const named = process.argv.slice(2)
const files = (named.length ? named : readdirSync(here).filter((name) => name.endsWith('.test.mjs'))).map((name) => join(here, name))
const { status } = spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' })
process.exit(status ?? 1)
