// Reads jobs (JSON) on standard input, shows each in headless Chromium, writes its PNG where one is asked for, and prints what a reader sees.
// A job: {name, platform, theme, width, messages: [{payload, private, edited, reply}], png}. An answer: {name, texts: [one a message], width, height}.
import { readFile } from 'node:fs/promises'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { discord, discordPage } from './discord.mjs'
import { slack, slackPage } from './slack.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const ORIGIN = 'http://pictures.invalid'
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css' }
const AVATAR = 'data:image/svg+xml,' + encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="6" fill="#24476b"/>'
  + '<path d="M8 25 15 16l5 5 8-11" fill="none" stroke="#7fd1ae" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/><circle cx="28" cy="10" r="3.2" fill="#f2c14e"/></svg>')

function page(job) {
  const make = job.platform === 'slack' ? slack : discord
  const frame = job.platform === 'slack' ? slackPage : discordPage
  const body = job.messages.map((message) =>
    `<div class="slot" style="${message.reply ? 'margin-left: 36px' : ''}">${make(message, AVATAR)}</div>`).join('')
  return `<!doctype html><meta charset="utf-8"><style>body { margin: 0 }</style><div id="all">${frame(body, job.theme)}</div>`
}

// Runs in the page: the text of what is really shown, shadow trees and slots included, a new line where a block begins.
function readBack() {
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, ' ').replaceAll('\u2236', ':')
    if (node.nodeType !== Node.ELEMENT_NODE && !(node instanceof ShadowRoot)) return ''
    if (['STYLE', 'SCRIPT', 'svg', 'TIME', 'DISCORD-AUTHOR-INFO'].includes(node.nodeName)) return ''
    if (node.nodeName === 'BR') return '\n'
    if (node.nodeName === 'IMG') return node.classList.contains('emoji') ? node.alt : ''
    const inside = node.nodeName === 'SLOT' ? node.assignedNodes({ flatten: true }) : (node.shadowRoot ?? node).childNodes
    const text = [...inside].map(walk).join('')
    if (node instanceof ShadowRoot) return text
    const style = getComputedStyle(node)
    if (style.display === 'none' || style.visibility === 'hidden') return ''
    return /^inline|contents/.test(style.display) ? text : `\n${text}\n`
  }
  return [...document.querySelectorAll('.message')].map((node) => walk(node).split('\n').map((line) => line.replace(/\s+/g, ' ').trim()).filter(Boolean).join('\n'))
}

let input = ''
for await (const chunk of process.stdin) input += chunk
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'] })
try {
  const context = await browser.newContext({ deviceScaleFactor: 2, locale: 'en-US', timezoneId: 'UTC' })
  const answers = []
  let html = ''
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url())
    if (url.origin !== ORIGIN) return route.abort()
    if (url.pathname === '/') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
    const path = normalize(join(HERE, url.pathname))
    if (!path.startsWith(join(HERE, 'node_modules'))) return route.abort()
    try { await route.fulfill({ contentType: TYPES[extname(path)] ?? 'text/plain', body: await readFile(path) }) } catch { await route.fulfill({ status: 404 }) }
  })
  const tab = await context.newPage()
  for (const job of JSON.parse(input)) {
    html = page(job)
    await tab.setViewportSize({ width: job.width ?? 700, height: 400 })
    await tab.goto(ORIGIN + '/', { waitUntil: 'load' })
    await tab.evaluate(() => document.fonts.ready)
    if (job.platform === 'discord') await tab.waitForFunction(() => [...document.querySelectorAll('discord-message')].every((m) => m.shadowRoot?.querySelector('.discord-message-content')))
    const all = tab.locator('#all')
    if (job.png) await all.screenshot({ path: job.png })
    answers.push({ name: job.name, texts: await tab.evaluate(readBack), box: await all.boundingBox() })
  }
  console.log(JSON.stringify(answers))
} finally {
  await browser.close()
}
