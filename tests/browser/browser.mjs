// Chromium, and what a person does in the web client: signs in, fills in a form, does an act. Waits for conditions, never for time.
import assert from 'node:assert/strict'
import { mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromiumProgram, root, temporaryFolder } from './program.mjs'

const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core')

export async function openBrowser() {
  const profile = temporaryFolder('chromium')
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumProgram,
    headless: true,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Asia/Shanghai',
    locale: 'zh-CN',
  })
  browser.setDefaultTimeout(20_000)
  return {
    browser,
    async close() {
      await browser.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

// A page that collects what went wrong in it, and leaves a picture when a test fails.
export class Desk {
  static async open(browser, address) {
    const page = await browser.newPage()
    return new Desk(page, address)
  }

  constructor(page, address) {
    this.page = page
    this.address = address
    this.errors = []
    page.on('pageerror', (error) => this.errors.push(error.message))
    page.on('console', (message) => {
      // Refusals are answers, not errors of the page.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) this.errors.push(message.text())
    })
  }

  // Runs a step; when it fails, says where the page was and leaves a picture.
  async step(name, work) {
    try {
      await work()
    } catch (error) {
      const folder = process.env.LINGQU_FAILURES ?? join(root, 'build')
      mkdirSync(folder, { recursive: true })
      const picture = join(folder, `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`)
      await this.page.screenshot({ path: picture, fullPage: true }).catch(() => undefined)
      error.message += `\nat ${this.page.url()}\npicture: ${picture}`
      throw error
    }
    assert.deepEqual(this.errors, [], 'errors in the page')
  }

  async go(path) {
    await this.page.goto(this.address + path)
  }

  async signIn(login, password) {
    await this.page.context().clearCookies()
    await this.go('/login')
    if (password) {
      await this.page.fill('#login', login)
      await this.page.fill('#password', password)
      await this.page.click('form button[type=submit]')
    } else {
      await this.page.click(`[data-login="${login}"]`)
    }
    await this.page.waitForSelector('nav.menu')
  }

  // Role and organisation of the one signed in: {role, organisation, label}.
  async membership() {
    const reply = await this.page.request.get(`${this.address}/api/v1/session`)
    return (await reply.json()).roles[0]
  }

  // Fills one field of the form that is open, whatever its control. Values are as people see them.
  async fill(path, value) {
    const field = this.page.locator(`form.act [data-path="${path}"]`)
    await field.waitFor()
    if (await field.locator('.el-radio-group').count()) {
      await field.locator('.el-radio', { hasText: value }).click()
    } else if (await field.locator('.el-cascader').count()) {
      await field.locator('input').fill(value)
      await this.page.locator('.el-cascader__suggestion-item:visible', { hasText: value }).first().click()
    } else if (await field.locator('.el-select').count()) {
      await field.locator('.el-select').click()
      const input = field.locator('input')
      if (await input.isEditable()) await input.fill(value)
      await this.page.locator('.el-select-dropdown__item:visible', { hasText: value }).first().click()
    } else {
      const input = field.locator('input, textarea').first()
      await input.fill(value)
      if (await field.locator('.el-date-editor').count()) await input.press('Enter')
      else await input.blur()
    }
  }

  async fillAll(values) {
    for (const [path, value] of Object.entries(values)) await this.fill(path, value)
  }

  submit() {
    return this.page.click('form.act footer button[type=submit]')
  }

  // Opens an act of the record in view, fills it in, submits, and waits until the record shows its new state.
  async act(name, values = {}, state = '') {
    await this.page.click(`.acts .el-button[data-act="${name}"]`)
    await this.fillAll(values)
    await this.submit()
    await this.page.waitForSelector('form.act', { state: 'detached' })
    if (state) await this.expectState(state)
  }

  async expectState(state) {
    await this.page.locator('article.record .title .state', { hasText: new RegExp(`^${state}$`) }).waitFor()
  }

  // Why an act is not possible: opens the reason beside its greyed button, from the keyboard as well as a mouse could.
  async refusal(name) {
    const button = this.page.locator(`.acts .refused[data-act="${name}"]`)
    await button.focus()
    await this.page.keyboard.press('Enter')
    const reason = this.page.locator('.el-popover:visible')
    await reason.waitFor()
    const text = await reason.innerText()
    await this.page.keyboard.press('Escape')
    await this.page.locator('article.record h1').click()
    await reason.waitFor({ state: 'hidden' })
    return text
  }

  // The refusal shown in the form that was submitted.
  async formProblem() {
    const problem = this.page.locator('form.act > .problem')
    await problem.waitFor()
    return problem.innerText()
  }

  // Creates a record that refers to the one in view, through the link beside the related records.
  async createRelated(tab, link, values, state) {
    await this.page.locator('[role=tab]', { hasText: tab }).click()
    await this.page.locator('a.create', { hasText: link }).click()
    await this.page.waitForSelector('section.create form.act')
    await this.fillAll(values)
    await this.submit()
    await this.page.waitForSelector('article.record')
    await this.expectState(state)
  }

  async openRelated(tab) {
    await this.page.locator('[role=tab]', { hasText: tab }).click()
    await this.page.locator('article.record .main tr[data-id] a').first().click()
    await this.page.waitForSelector('article.record')
  }

  async advanceDays(days) {
    await this.page.fill('#clock-days', String(days))
    const reply = this.page.waitForResponse((response) => response.url().endsWith('/test/clock'))
    await this.page.click('.clock button')
    assert.equal((await reply).status(), 200)
  }

  today() {
    return this.page.locator('.clock').innerText().then((text) => /\d{4}-\d\d-\d\d/.exec(text)[0])
  }
}
