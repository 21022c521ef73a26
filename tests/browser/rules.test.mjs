// The rule library: an officer tries a case, sees which rules hit and why, sets laws side by side, looks at the model, hands in a draft.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Desk, openBrowser } from './browser.mjs'
import { serve } from './program.mjs'

let server, chromium, desk, rules

before(async () => {
  server = await serve()
  chromium = await openBrowser()
  desk = await Desk.open(chromium.browser, server.address)
  rules = await (await fetch(`${server.address}/api/v1/decisions`)).json()
})
after(async () => {
  await chromium?.close()
  await server?.stop()
})
const step = (name, work) => test(name, (t) => (rules.decisions.length ? desk.step(name, work) : t.skip('the pack has no decisions')))
const floor = () => rules.decisions.find(({ name }) => name === 'reward_floor') ?? rules.decisions[0]
const choose = async (input, option) => {
  await desk.page.click(`[data-input="${input}"] .el-select`)
  await desk.page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: option }).first().click()
}

step('the library lists every decision with its clauses', async () => {
  await desk.signIn('officer')
  await desk.page.locator('nav.menu').getByText('规则库').click()
  await desk.page.waitForSelector('.rules-page li')
  assert.equal(await desk.page.locator('.rules-page li').count(), rules.decisions.length)
  await desk.page.locator('.rules-page li .chip').first().click()
  await desk.page.getByText('在政策库中查看').first().waitFor()
  await desk.page.keyboard.press('Escape')
})

step('a case is decided; the rules that hit stand out with their clauses', async () => {
  await desk.go(`/rules/${floor().name}`)
  await desk.page.waitForSelector('form [data-input]')
  for (const input of floor().versions.at(-1).inputs.filter(({ name, allowed }) => name !== 'region' && allowed.length)) {
    await desk.page.click(`[data-input="${input.name}"] .el-select`)
    await desk.page.locator('.el-select-dropdown:visible .el-select-dropdown__item').first().click()
  }
  await desk.page.getByRole('button', { name: '判定' }).click()
  await desk.page.waitForSelector('.why .value dd')
  await desk.page.waitForSelector('table.rules tr.hit')
  assert.ok(await desk.page.locator('.why .hits .chip').count() > 0)
  assert.ok(await desk.page.locator('table.rules tr.hit .chip').count() > 0)
})

step('laws stand side by side for every region the pack names', async () => {
  await desk.page.getByRole('tab', { name: '适用哪里的法' }).click()
  await desk.page.waitForSelector('.laws tbody tr')
  assert.equal(await desk.page.locator('.laws tbody tr').count(), rules.regions.length)
})

step('the model is shown by dmn-js: the requirement diagram, and tables with the rules that hit', async () => {
  await desk.page.getByRole('tab', { name: '模型图' }).click()
  await desk.page.waitForSelector('.dmn .djs-container .djs-shape')
  const views = desk.page.locator('.dmn .views button')
  assert.ok(await views.count() > 1)
  for (let at = 1; at < await views.count(); ++at) {
    await views.nth(at).click()
    const found = await desk.page.waitForSelector('.dmn .tjs-table .rule-hit', { timeout: 2_000 }).catch(() => null)
    if (found) return
  }
  assert.fail('no table of the model shows the rules that hit')
})

step('a draft is checked, kept and compared with the version in force', async () => {
  const decision = floor()
  const model = await (await fetch(`${server.address}/api/v1/decisions/${decision.name}/${decision.in_force}/model`)).text()
  const number = /<outputEntry[^>]*>\s*<text>\s*0\.(\d+)\s*<\/text>/
  assert.match(model, number)
  const draft = join(server.data, 'draft.dmn')
  writeFileSync(draft, model.replace(number, (found, digits) => found.replace(`0.${digits}`, '0.99')))
  const broken = join(server.data, 'broken.dmn')
  writeFileSync(broken, '<!DOCTYPE x><x/>')

  await desk.page.getByRole('tab', { name: '版本与草案' }).click()
  const send = async (file) => {
    await desk.page.setInputFiles('.new input[type=file]', file)
    await desk.page.locator('.new .el-date-editor input').fill('2035-01-01')
    await desk.page.keyboard.press('Enter')
    await desk.page.locator('.new textarea').fill('提高比例')
    await desk.page.getByRole('button', { name: '检查并提交草案' }).click()
  }
  await send(broken)
  await desk.page.locator('.drafts .problem').waitFor()
  await send(draft)
  await desk.page.waitForSelector('[data-draft]')
  await desk.page.waitForSelector('.compared ins')
  assert.match(await desk.page.locator('.compared').innerText(), /0\.99/)
})

step('others see the rules but hand in no drafts', async () => {
  await desk.signIn('researcher')
  await desk.go(`/rules/${floor().name}?tab=versions`)
  await desk.page.waitForSelector('.drafts table')
  assert.equal(await desk.page.locator('.drafts form').count(), 0)
})
