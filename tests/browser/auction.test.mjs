// Two people in two browsers bid against each other: each sees the other's bid without reloading, a late bid moves the end, the higher one wins.
// What follows (proof, confirmation, decision) is in tests/scenarios/market/auction.yaml.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Desk, openBrowser } from './browser.mjs'
import { serve } from './program.mjs'

let server, browsers, office, first, second
let conversion, auction
let password = 'rival-2026-rival'
const bid = {} // by whose: the address of the entry

before(async () => {
  server = await serve()
  browsers = [await openBrowser(), await openBrowser(), await openBrowser()]
  ;[office, first, second] = await Promise.all(browsers.map(({ browser }) => Desk.open(browser, server.address)))
})
after(async () => {
  for (const browser of browsers ?? []) await browser.close()
  await server?.stop()
})

let broken = false
const step = (name, work) => test(name, async (t) => {
  if (broken) return t.skip('an earlier step failed')
  broken = true
  await office.step(name, () => first.step(name, () => second.step(name, work)))
  broken = false
})

// What the page's own session may do, without its forms.
async function call(desk, path, body) {
  const session = await (await desk.page.request.get(`${server.address}/api/v1/session`)).json()
  const reply = await desk.page.request.post(`${server.address}/api/v1${path}`, { data: body, headers: { 'X-CSRF-Token': session.csrf } })
  assert.ok(reply.ok(), `${path}: ${await reply.text()}`)
  return reply.json()
}
const create = async (desk, register, act, values) => (await call(desk, `/records/${register}`, { act, values })).id
const act = (desk, register, id, name, values = {}) => call(desk, `/records/${register}/${id}/acts/${name}`, { values })
const price = (desk) => desk.page.locator('#price')
const box = (desk) => desk.page.locator('#bid-amount')

step('the office puts a conversion on the market and announces an auction', async () => {
  await office.signIn('transfer_office')
  const achievement = await create(office, 'achievement', 'import_registered', { title: '蔗渣地膜（竞价测试）', abstract: '可降解' })
  conversion = await create(office, 'conversion', 'create', { achievement: { id: achievement }, method: 'assign' })
  await act(office, 'conversion', conversion, 'go_to_market', { pricing: 'auction', base_price: '1000000', exchange_name: '甲市场', pricing_basis: '询价' })
  const { now } = await (await office.page.request.get(`${server.address}/api/v1/session`)).json()
  const at = (minutes) => new Date(Date.parse(now) + minutes * 60_000).toISOString()
  auction = await create(office, 'auction', 'create', {
    conversion: { id: conversion }, start_price: '1000000', increment: '10000', reserve: '1000000', lot: '全部权利',
    opens_at: at(-1), closes_at: at(10), window_minutes: 30, extension_minutes: 30,
  })
  await act(office, 'auction', auction, 'announce')
  await office.go(`/r/auction/${auction}`)
  await office.expectState('竞价中')
})

step('two enterprises enter and are admitted under numbers', async () => {
  const admin = second
  await admin.signIn('system_admin')
  const company = await create(admin, 'organisation', 'register', { name: '丙制造公司（虚构）' })
  await call(admin, '/accounts', { login: 'rival', name: '对手（虚构）', password, memberships: [{ organisation: company, role: 'enterprise' }] })
  await first.signIn('enterprise')
  await second.signIn('rival', password)
  if (second.page.url().endsWith('/me')) {
    await second.page.fill('#old', password)
    password = 'rival-2027-rival'
    await second.page.fill('#next', password)
    await second.page.fill('#again', password)
    await second.page.getByRole('button', { name: '修改' }).click()
    await second.page.getByText('密码已修改').waitFor()
  }
  for (const [desk, name] of [[first, 'first'], [second, 'second']]) {
    bid[name] = await create(desk, 'auction_entry', 'apply', { auction: { id: auction }, related_party: false, accepts_terms: true })
    await act(office, 'auction_entry', bid[name], 'admit', { deposit_paid: '50000', deposit_paid_on: '2026-03-01' })
  }
})

step('both are in the room; the first bids from the keyboard and the second sees it at once', async () => {
  await first.go(`/r/auction/${auction}`)
  await first.page.getByRole('link', { name: '进入竞价大厅' }).click()
  await second.go(`/r/auction/${auction}/room`)
  for (const desk of [first, second]) {
    await box(desk).waitFor()
    assert.match(await price(desk).innerText(), /1,000,000\.00/)
    await desk.page.locator('#left').waitFor()
  }
  await box(first).fill('100万')
  await box(first).press('Enter')
  await first.page.getByText('本场第 1 次').first().waitFor()
  await second.page.getByText('001 号领先').waitFor({ timeout: 2000 })
  await second.page.getByText('已顺延 1 次').waitFor()
  assert.equal(await second.page.locator('#bids').innerText(), '1')
})

step('the seller, who sees every entry, has no bid box of another', async () => {
  const entries = office.page.waitForResponse((response) => response.url().includes('/records/auction_entry/new'))
  await office.go(`/r/auction/${auction}/room`)
  await entries
  await office.page.getByText('001 号领先').waitFor()
  assert.equal(await office.page.locator('.box').count(), 0)
})

step('a bid that is too low is refused with the least that would be taken', async () => {
  await box(second).fill('1005000')
  await box(second).press('Enter')
  await second.page.locator('.bid .problem').waitFor()
  assert.match(await second.page.locator('.bid .problem').innerText(), /1010000\.00/)
})

step('the second outbids by two steps, the first by one more', async () => {
  await second.page.getByRole('button', { name: '加 2 档' }).click()
  await second.page.getByRole('button', { name: '出价', exact: true }).click()
  await second.page.getByText('本场第 2 次').first().waitFor()
  await first.page.getByText('002 号领先').waitFor({ timeout: 2000 })
  assert.match(await price(first).innerText(), /1,020,000\.00/)
  await first.page.getByRole('button', { name: '加 1 档' }).click()
  await first.page.getByRole('button', { name: '出价', exact: true }).click()
  await second.page.getByText('001 号领先').waitFor({ timeout: 2000 })
  assert.match(await price(second).innerText(), /1,030,000\.00/)
  // Neither room says who is behind a number.
  assert.ok(!(await first.page.locator('article.room').innerText()).includes('丙制造'))
})

step('it ends by itself and both see the result', async () => {
  await office.go('/')
  await office.advanceDays(1)
  for (const desk of [first, second]) await desk.page.getByText('成交价 1,030,000.00 元').waitFor()
})
