// A Slack payload as a React component renders it; a payload without blocks shows its text, as Slack does.
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Message } from 'slack-blocks-to-jsx'

const NOBODY = { users: [], channels: [], user_groups: [] }

// `verbatim` only keeps Slack from linking words by itself; the component takes it for “no formatting at all”.
// A moment is shown in its reader's zone; a picture has no reader, so the words for clients without zones stand.
// A colon that we part from its word is no emoji for Slack, but is one for the component: RATIO looks the same and is read back as a colon.
const formatted = (part) => typeof part === 'string' ? part.replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1').replaceAll(':\u2060', '\u2236\u2060') : Array.isArray(part) ? part.map(formatted)
  : part && typeof part === 'object' ? Object.fromEntries(Object.entries(part).filter(([key]) => key !== 'verbatim').map(([key, value]) => [key, formatted(value)]))
  : part

export function slack({ payload, private: only, edited }, avatar) {
  const blocks = payload.blocks?.length ? payload.blocks : [{ type: 'section', text: { type: 'mrkdwn', text: payload.text } }]
  const message = createElement(Message, { blocks: formatted(blocks), name: 'dealwire', logo: avatar, time: new Date(2026, 2, 2, 14, 53), data: NOBODY })
  return `<div class="message">${only ? '<div class="only">👁 Only visible to you</div>' : ''}${renderToStaticMarkup(message)}${edited ? '<div class="edited">(edited)</div>' : ''}</div>`
}

export const slackPage = (body, theme) => `<link rel="stylesheet" href="/node_modules/slack-blocks-to-jsx/dist/style.css">
<style>
  body, #slack_blocks_to_jsx, #slack_blocks_to_jsx * { font-family: Lato, "Noto Sans", "Noto Color Emoji", sans-serif }
  body { background: ${theme === 'dark' ? '#1a1d21' : '#fff'}; color: ${theme === 'dark' ? '#d1d2d3' : '#1d1c1d'} }
  .message { padding: 8px 20px }
  .only { font-size: 12px; opacity: .7; padding: 0 0 4px 46px } .edited { font-size: 13px; opacity: .6; padding-left: 46px }
</style>
<div data-theme="${theme}">${body}</div>`
