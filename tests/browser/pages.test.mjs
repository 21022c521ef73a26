// What every page owes: it opens without errors, its address says what it shows, it answers to the keyboard, and it speaks two languages.
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

step('a wrong password is refused with a remedy', async () => {
  await desk.go('/login')
  await desk.page.fill('#login', 'officer')
  await desk.page.fill('#password', 'wrong')
  await desk.page.click('form button[type=submit]')
  assert.match(await desk.page.locator('.problem[role=alert]').innerText(), /账号或密码不正确[\s\S]+请核对/)
})

step('the public searches and reads without an account', async () => {
  await desk.page.context().clearCookies()
  await desk.go('/public')
  await desk.page.locator('section.search li a').first().click()
  await desk.page.waitForSelector('article.record h1')
  assert.equal(await desk.page.locator('.acts').count(), 0)
  await desk.go('/public/policy')
  await desk.page.waitForSelector('article dl dt')
  await desk.go('/')
  await desk.page.waitForSelector('#login')
})

step('the public watches an auction that is under way when the demonstration is opened', async () => {
  await desk.page.context().clearCookies()
  await desk.go('/public?in=auction')
  await desk.page.locator('section.search li', { hasText: '竞价中' }).locator('a').click()
  await desk.page.getByRole('link', { name: '进入竞价大厅' }).click()
  await desk.page.locator('#left').waitFor()
  const bids = Number(await desk.page.locator('#bids').innerText())
  assert.ok(bids > 1)
  assert.equal(await desk.page.locator('article.room .list tbody tr').count(), bids)
})

step('home shows what waits, counts and the live connection', async () => {
  await desk.signIn('transfer_office')
  await desk.page.locator('.live.live').waitFor()
  await desk.page.locator('.cards .card').first().waitFor()
  await desk.page.locator('.chart svg').waitFor()
})

step('a list is driven from the keyboard, and its address holds the whole query', async () => {
  await desk.go('/r/achievement?sort=title&size=20')
  await desk.page.waitForSelector('tr[data-id]')
  await desk.page.locator('.tabs button').nth(1).click()
  await desk.page.waitForURL(/state=/)
  await desk.page.goBack()
  await desk.page.waitForURL((address) => !address.search.includes('state='))
  await desk.page.waitForSelector('tr[data-id]')
  assert.match(desk.page.url(), /sort=title/)
  await desk.page.locator('h1').click()
  await desk.page.keyboard.press('j')
  await desk.page.keyboard.press('j')
  const second = await desk.page.locator('tr.selected').getAttribute('data-id')
  await desk.page.keyboard.press('Enter')
  await desk.page.waitForURL(new RegExp(`/r/achievement/${second}$`))
})

step('a filter chosen in the drawer goes into the address and can be taken away', async () => {
  await desk.go('/r/achievement')
  await desk.page.getByRole('button', { name: '筛选' }).click()
  await desk.page.locator('fieldset', { hasText: '关键词' }).locator('.value input').fill('不存在的词')
  await desk.page.getByRole('button', { name: '应用' }).click()
  await desk.page.waitForURL(/keywords\.contains=/)
  await desk.page.getByText('没有符合条件的记录').waitFor()
  await desk.page.locator('.conditions .el-tag__close').click()
  await desk.page.waitForSelector('tr[data-id]')
})

step('an act by another is seen on the open page without a reload', async () => {
  const other = await Desk.open(chromium.browser, server.address)
  await desk.go(`/r/achievement?state=registered&holder=${(await desk.membership()).organisation}`)
  await desk.page.locator('tr[data-id] a').first().click()
  await desk.expectState('已登记')
  await desk.page.locator('.live.live').waitFor()
  await other.page.goto(desk.page.url())
  await other.act('offer', { abstract: '摘要', intended_method: '许可', offer_contact: '0771-0000000' }, '推介中')
  await desk.expectState('推介中')
  await other.page.close()
})

step('a form overtaken by another’s act keeps what was typed and can be sent again', async () => {
  const other = await Desk.open(chromium.browser, server.address)
  await desk.page.click('.acts [data-act="amend"]')
  await desk.fillAll({ project: '先填好的项目' })
  await desk.page.fill('#act-reason', '补充来源项目')
  await other.page.goto(desk.page.url().split('?')[0])
  await other.act('withdraw_offer', {}, '已登记')
  await other.page.close()
  await desk.submit()
  await desk.page.getByText('已被他人更新').waitFor()
  assert.equal(await desk.page.inputValue('[data-path="project"] input'), '先填好的项目')
  await desk.page.getByRole('button', { name: '以新版为准继续填写' }).click()
  await desk.submit()
  await desk.page.waitForSelector('form.act', { state: 'detached' })
  await desk.page.locator('[data-field="project"]', { hasText: '先填好的项目' }).waitFor()
})

step('every page of the menu opens in both languages', async () => {
  await desk.signIn('auditor')
  await desk.page.getByRole('button', { name: 'English' }).click()
  await desk.page.getByRole('button', { name: '中文' }).waitFor()
  const paths = await desk.page.locator('nav.menu a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  for (const path of [...paths, '/me', '/search?q=a']) {
    await desk.go(path)
    await desk.page.locator('h1').first().waitFor()
    assert.equal(await desk.page.getAttribute('html', 'lang'), 'en')
  }
  await desk.go('/')
  await desk.page.getByRole('button', { name: '中文' }).click()
})

step('an address that leads nowhere says so', async () => {
  await desk.go('/r/nothing')
  await desk.page.getByText('没有这个页面').waitFor()
  await desk.go('/r/achievement/999999')
  await desk.page.getByText('没有找到').waitFor()
})
