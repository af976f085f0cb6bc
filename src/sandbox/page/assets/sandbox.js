// Keeps the panels of the sandbox's page up to date, and the few things a form cannot do alone: fill in an example or an
// answer, send without leaving the page, fit a letter's frame to its content, switch panes on a phone.
'use strict'

const pollEveryMs = 500
let asking = false
let again = false

async function refresh() {
  if (document.hidden) return
  if (asking) {
    again = true
    return
  }
  asking = true
  try {
    const asked = location.search
    const answer = await fetch('/sandbox/panels' + asked, { headers: { accept: 'application/json' } })
    if (!answer.ok) throw new Error(String(answer.status))
    const panels = await answer.json()
    if (asked === location.search) for (const [name, items] of Object.entries(panels)) patch(name, items)
    markReading()
    lost(false)
  } catch {
    lost(true)
  }
  asking = false
  if (again) {
    again = false
    refresh()
  }
}

// Items keep their element while key and hash stay the same.
function patch(name, items) {
  const panel = document.querySelector(`[data-panel="${name}"]`)
  const told = panel.textContent
  const old = new Map([...panel.children].map((element) => [element.dataset.key, element]))
  const wanted = new Set(items.map((item) => item.key))
  for (const [key, element] of old) if (!wanted.has(key)) element.remove()
  let place = panel.firstElementChild
  for (const item of items) {
    const known = old.get(item.key)
    if (!known) {
      const fresh = build(item.html)
      fresh.classList.add('fresh')
      panel.insertBefore(fresh, place)
      prepare(fresh)
    } else {
      if (place === known) place = known.nextElementSibling
      else panel.insertBefore(known, place)
      if (known.dataset.hash !== item.hash && !known.querySelector('[data-dirty]')) renew(known, item.html)
    }
  }
  if (panel.textContent !== told && document.body.dataset.pane !== name) {
    document.querySelector(`[data-tab="${name}"]`)?.classList.add('news')
  }
}

function build(html) {
  const template = document.createElement('template')
  template.innerHTML = html.trim()
  return template.content.firstElementChild
}

function renew(old, html) {
  const fresh = build(html)
  const scrolled = new Map()
  for (const element of old.querySelectorAll('[data-keep]')) scrolled.set(element.dataset.keep, element.open)
  for (const element of fresh.querySelectorAll('[data-keep]')) {
    if (scrolled.has(element.dataset.keep) && !element.classList.contains('letter')) element.open = scrolled.get(element.dataset.keep)
  }
  old.replaceWith(fresh)
  prepare(fresh)
}

function prepare(root) {
  for (const frame of root.querySelectorAll('iframe[data-fit]')) {
    frame.addEventListener('load', () => fit(frame))
    frame.closest('details')?.addEventListener('toggle', () => fit(frame))
    fit(frame)
  }
}

function fit(frame) {
  const page = frame.contentDocument
  if (!page?.body || page.URL === 'about:blank' || !frame.clientWidth) return
  frame.style.height = '0'
  const height = Math.max(page.documentElement.scrollHeight, page.body.scrollHeight)
  frame.style.height = Math.max(120, Math.min(height + 2, Math.max(420, innerHeight * 0.72))) + 'px'
}

// On a phone the introduction makes room once there is something to read.
function markReading() {
  document.body.classList.toggle('reading', document.querySelector('[data-panel="mail"] .message') !== null)
}

function lost(is) {
  document.body.classList.toggle('lost', is)
  const status = document.querySelector('.live span')
  if (!status.dataset.words) status.dataset.words = status.textContent
  status.textContent = is ? document.body.dataset.lost : status.dataset.words
}

// Examples and one-click answers fill in the form.
document.addEventListener('click', (event) => {
  const button = event.target.closest('button, a')
  if (!button) return
  const form = button.closest('form')
  if (button.dataset.draft !== undefined) {
    form.elements.text.value = button.dataset.draft
    press(button, form.querySelectorAll('[data-draft]'))
    form.elements.text.focus()
  } else if (button.dataset.shape) {
    press(button, form.querySelectorAll('[data-shape]'))
    fillExample(form)
  } else if (button.dataset.exampleLanguage) {
    form.querySelector('.examples').dataset.language = button.dataset.exampleLanguage
    press(button, form.querySelectorAll('[data-example-language]'))
    fillExample(form)
  } else if (button.dataset.view !== undefined) {
    for (const other of button.parentElement.children) other.removeAttribute('aria-current')
    button.setAttribute('aria-current', 'true')
  } else if (button.dataset.tab) {
    press(button, document.querySelectorAll('[data-tab]'))
    document.body.dataset.pane = button.dataset.tab
    button.classList.remove('news')
    scrollTo({ top: 0 })
    for (const frame of document.querySelectorAll('iframe[data-fit]')) fit(frame)
  }
})

function press(chosen, all) {
  for (const button of all) button.setAttribute('aria-pressed', String(button === chosen))
}

function fillExample(form) {
  const chosen = form.querySelector('[data-shape][aria-pressed="true"]')
  const language = form.querySelector('.examples').dataset.language === 'zh' ? 'zh' : 'en'
  if (!chosen) return
  form.elements.subject.value = chosen.getAttribute(`data-subject-${language}`)
  form.elements.text.value = chosen.getAttribute(`data-text-${language}`)
  form.elements.shape.value = chosen.dataset.shape
  const note = form.querySelector('[data-shape-note]')
  note.textContent = chosen.dataset.note
  note.hidden = !chosen.dataset.note
}

document.addEventListener('input', (event) => {
  if (event.target.form) event.target.form.dataset.dirty = ''
})

document.addEventListener('submit', async (event) => {
  const form = event.target.closest('[data-compose]')
  if (!form) return
  event.preventDefault()
  const button = form.querySelector('[type="submit"]')
  button.disabled = true
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { accept: 'application/json' } })
    if (!answer.ok) throw new Error(String(answer.status))
    delete form.dataset.dirty
    history.pushState(null, '', (await answer.json()).target)
    await refresh()
    document.querySelector('[data-panel="mail"]').lastElementChild?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  } catch {
    lost(true)
  }
  button.disabled = false
})

addEventListener('popstate', () => location.reload())
addEventListener('resize', () => {
  for (const frame of document.querySelectorAll('iframe[data-fit]')) fit(frame)
})
document.addEventListener('visibilitychange', refresh)

// The address changes when a mail is sent: the language switch goes by the one shown now.
for (const link of document.querySelectorAll('.languages a')) {
  link.addEventListener('click', (event) => {
    event.preventDefault()
    const query = new URLSearchParams(location.search)
    query.set('lang', new URL(link.href).searchParams.get('lang'))
    location.search = query
  })
}

document.body.dataset.pane = 'mail'
markReading()
prepare(document)
document.querySelector('.person[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
setInterval(refresh, pollEveryMs)
