// The ledger's balance and the yearly report: figures open into their records, the address says what is asked for, paper shows figures only.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Desk, openBrowser } from './browser.mjs'
import { serve } from './program.mjs'

let server, chromium, desk

before(async () => {
  server = await serve()
  chromium = await openBrowser()
  desk = await Desk.open(chromium.browser, server.address)
})
after(async () => {
  await chromium?.close()
  await server?.stop()
})
const step = (name, work) => test(name, () => desk.step(name, work))
const number = (text) => Number(text.replaceAll(',', ''))

step('the balance of the ledger opens from the menu, and its lines add up', async () => {
  await desk.signIn('transfer_office')
  await desk.page.click('nav.menu a[href="/statements/asset_balance"]')
  await desk.page.locator('table.figures tbody tr').first().waitFor()
  const cells = (row) => desk.page.locator(`table.figures ${row} td.number`).allInnerTexts()
  const lines = await desk.page.locator('table.figures tbody tr').count()
  const closing = []
  for (let i = 1; i <= lines; ++i) closing.push((await cells(`tbody tr:nth-child(${i})`)).at(-1))
  const total = (await cells('tfoot tr')).at(-1)
  const sum = closing.reduce((all, text) => all + (text === '–' ? 0 : Math.round(number(text) * 100)), 0)
  assert.equal(sum, Math.round(number(total) * 100))
  assert.match(await desk.page.locator('.note').innerText(), /不纳入国有资产保值增值考核/)
})

step('a figure opens into the movements behind it', async () => {
  const figure = desk.page.locator('table.figures tfoot td a').last()
  await figure.click()
  await desk.page.waitForURL(/\/r\/asset_movement\?.*posted_on\.le=/)
  await desk.page.locator('tr[data-id]').first().waitFor()
  await desk.page.goBack()
  await desk.page.locator('table.figures tbody tr').first().waitFor()
})

step('lines follow what is asked for, and the address holds it', async () => {
  const before = await desk.page.locator('table.figures tbody tr').count()
  await desk.page.locator('.by label', { hasText: '会计确认' }).click()
  await desk.page.waitForURL(/by=book%2Cresult_class%2Cstage|by=book,result_class,stage/)
  await desk.page.waitForFunction((count) => document.querySelectorAll('table.figures tbody tr').length < count, before)
  await desk.go('/statements/asset_balance?on=2001-01-01')
  await desk.page.locator('table.figures td.empty').waitFor()
})

step('the yearly report counts, and a count opens into its records', async () => {
  await desk.page.click('nav.menu a[href="/statements/annual_report"]')
  const total = desk.page.locator('[data-table=achievements] tr.total td a').first()
  await total.waitFor()
  const count = number(await total.innerText())
  assert.ok(count > 0)
  await total.click()
  await desk.page.waitForURL(/\/r\/achievement\?.*state\.in=/)
  await desk.page.locator('tr[data-id]').first().waitFor()
  assert.match(await desk.page.locator('.el-pagination').innerText(), new RegExp(`\\b${count}\\b`))
  await desk.page.goBack()
  const share = desk.page.locator('[data-table=split] tr td a').first()
  await share.waitFor()
  await share.click()
  await desk.page.waitForURL(/\/r\/distribution\?.*shares%2Fkind=|shares\/kind=/)
  await desk.page.locator('tr[data-id]').first().waitFor()
})

step('on paper there are the figures and nothing around them', async () => {
  await desk.go('/statements/annual_report')
  await desk.page.locator('[data-table=achievements]').waitFor()
  await desk.page.emulateMedia({ media: 'print' })
  assert.equal(await desk.page.locator('nav.menu').isVisible(), false)
  assert.equal(await desk.page.locator('.controls').isVisible(), false)
  assert.equal(await desk.page.locator('[data-table=equity]').isVisible(), true)
  await desk.page.emulateMedia({ media: 'screen' })
})

step('the workbook comes with the same address', async () => {
  const reply = await desk.page.request.get(`${server.address}/api/v1/statements/annual_report/export?format=xlsx`)
  assert.equal(reply.status(), 200)
  assert.equal((await reply.body()).subarray(0, 2).toString(), 'PK')
})

step('the officer sees the region by organisation, in English too', async () => {
  await desk.signIn('officer')
  await desk.go('/statements/asset_balance?by=organisation')
  await desk.page.locator('table.figures tbody tr').nth(1).waitFor()
  assert.ok((await desk.page.locator('table.figures tbody th').allInnerTexts()).some((name) => name.includes('大学')))
})
