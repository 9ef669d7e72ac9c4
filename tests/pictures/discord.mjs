// A Discord payload as web components: content, embed and buttons, their Markdown read by a parser that is not ours.
import markdown from 'discord-markdown-parser'

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c])
const STYLES = ['', 'primary', 'secondary', 'success', 'destructive', 'link']

function inline(nodes) {
  return [nodes].flat().map(node).join('')
}

function node(part) {
  switch (part.type) {
    case 'text': return escape(part.content)
    case 'br': case 'newline': return '<br>'
    case 'strong': return `<discord-bold>${inline(part.content)}</discord-bold>`
    case 'em': return `<discord-italic>${inline(part.content)}</discord-italic>`
    case 'strikethrough': return `<s>${inline(part.content)}</s>`
    case 'underline': return `<discord-underlined>${inline(part.content)}</discord-underlined>`
    case 'inlineCode': return `<discord-code>${escape(part.content)}</discord-code>`
    case 'twemoji': return escape(part.name)
    case 'heading': return `<discord-header level="${part.level}">${inline(part.content)}</discord-header>`
    case 'subtext': return `<small style="display: block; font-size: 12px; opacity: .75">${inline(part.content)}</small>`
    case 'timestamp': return `<span style="background: #8882; border-radius: 3px; padding: 0 2px">${ago(part)}</span>`
    case 'url': case 'link': case 'autolink': return `<a href="${escape(part.target)}">${inline(part.content)}</a>`
    case 'blockQuote': return `<discord-quote>${inline(part.content)}</discord-quote>`
    // Whatever else the parser finds (a mention, an emoji, a timestamp) is marked, so that no test takes it for text.
    default: return `<b>⟦${escape(part.type)}⟧</b>`
  }
}

// A relative time as a reader saw it a minute after.
const ago = (part) => (part.format === 'R' ? 'a minute ago' : part.timestamp)

const html = (text) => inline(markdown.parse(text, 'extended'))
const words = (nodes) => [nodes].flat().map(({ name, content }) => name ?? (typeof content === 'string' ? content : content ? words(content) : '')).join('')

function embed(part) {
  const colour = `#${(part.color ?? 0).toString(16).padStart(6, '0')}`
  // A title's Markdown is shown by Discord, but not by the component: it gets the words.
  const title = part.title ? ` embed-title="${escape(words(markdown.parse(part.title, 'extended')))}"` : ''
  const description = part.description
    ? `<discord-embed-description slot="description">${html(part.description)}</discord-embed-description>` : ''
  const footer = part.footer ? `<discord-embed-footer slot="footer">${escape(part.footer.text)}</discord-embed-footer>` : ''
  return `<discord-embed slot="embeds" color="${colour}"${title}${part.url ? ` url="${escape(part.url)}"` : ''}>${description}${footer}</discord-embed>`
}

function row(part) {
  const buttons = part.components.map((button) =>
    `<discord-button type="${STYLES[button.style]}"${button.url ? ` url="${escape(button.url)}"` : ''}>${escape(button.label)}</discord-button>`)
  return `<discord-action-row>${buttons.join('')}</discord-action-row>`
}

export function discord({ payload, private: only, edited }, avatar, { bare = false } = {}) {
  const rows = (payload.components ?? []).map(row).join('')
  return `<discord-message class="message" author="dealwire" bot avatar="${avatar}" timestamp="14:53"${only ? ' ephemeral' : ''}${edited ? ' edited' : ''}${bare ? ' message-body-only' : ''}>`
    + html(payload.content ?? '')
    + (payload.embeds ?? []).map(embed).join('')
    + (rows ? `<discord-attachments slot="components">${rows}</discord-attachments>` : '')
    + '</discord-message>'
}

export const discordPage = (body, theme) => `<script>window.$discordMessage = { defaultTheme: '${theme}' }</script>
<script type="importmap">{"imports": {
  "lit": "/node_modules/lit/index.js", "lit/": "/node_modules/lit/", "lit-html": "/node_modules/lit-html/lit-html.js", "lit-html/": "/node_modules/lit-html/",
  "lit-element/": "/node_modules/lit-element/", "@lit/context": "/node_modules/@lit/context/index.js",
  "@lit/reactive-element": "/node_modules/@lit/reactive-element/reactive-element.js", "@lit/reactive-element/": "/node_modules/@lit/reactive-element/"
}}</script>
<script type="module" src="/node_modules/@skyra/discord-components-core/dist/index.js"></script>
<style>discord-message a { color: ${theme === 'light' ? '#006ce7' : '#00a8fc'}; text-decoration: none }</style>
<discord-messages${theme === 'light' ? ' light-theme' : ''} style="border: 0; min-height: 0">${body}</discord-messages>`
