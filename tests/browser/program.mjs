// Where things are, and a running `lingqu serve` with the demonstration in a folder of its own.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const candidates = [process.env.LINGQU_BIN, join(root, 'build/release/lingqu'), join(root, 'build/dev/lingqu')]
export const lingquProgram = candidates.find((path) => path && existsSync(path))
export const chromiumProgram = process.env.CHROMIUM ?? '/usr/bin/chromium'
const pack = process.env.LINGQU_PACK ?? join(root, 'packs/guangxi-2025')

export const temporaryFolder = (name) => mkdtempSync(join(tmpdir(), `lingqu-${name}-`))

// Runs a command of the program to its end.
export function lingqu(...args) {
  const { status, stdout, stderr } = spawnSync(lingquProgram, args, { encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

export async function serve(...options) {
  const data = temporaryFolder('browser')
  const args = ['serve', '--data', data, '--pack', pack, '--web', join(root, 'web/dist'), '--port', '0', '--demo', '--test-clock', ...options]
  const child = spawn(lingquProgram, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const address = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk
      const found = /https?:\/\/127\.0\.0\.1:\d+/.exec(output)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)))
  })
  return {
    address,
    data,
    async stop() {
      const ended = new Promise((resolve) => child.on('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}
