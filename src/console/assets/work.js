// What the console's pages do beyond links and forms: keys for whoever works through a list, filters that apply themselves, words
// before something is lost. Every page works without it.

document.documentElement.classList.add('js')

const typing = (target) => target instanceof HTMLElement && target.closest('input, select, textarea, [contenteditable]') !== null

function step(by) {
  const links = [...document.querySelectorAll('[data-open]')]
  if (links.length === 0) return
  const at = links.indexOf(document.activeElement)
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))
  links[next].focus()
  links[next].scrollIntoView({ block: 'nearest' })
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  '/': () => document.querySelector('#q')?.focus() ?? document.location.assign('/'),
  g: () => document.location.assign('/'),
  '?': () => {
    const help = document.querySelector('.keys')
    if (help === null) return
    help.open = !help.open
    help.scrollIntoView({ block: 'nearest' })
  },
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (typing(event.target)) {
    if (event.key === 'Escape') event.target.blur()
    return
  }
  // a letter that an action claims for itself comes before the general ones
  const action = [...document.querySelectorAll('[data-key]')].find((each) => each.dataset.key === event.key)
  const act = action === undefined ? keys[event.key] : () => action.click()
  if (act === undefined) return
  event.preventDefault()
  act()
})

// a menu that lies open goes when its owner looks elsewhere
const closeMenus = (but) => {
  for (const menu of document.querySelectorAll('details.more[open], details.keep[open]')) if (menu !== but) menu.open = false
}
document.addEventListener('click', (event) => closeMenus(event.target.closest('details.more, details.keep')))
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeMenus(null)
})

document.addEventListener('change', (event) => {
  event.target.closest('[data-submit-on-change]')?.requestSubmit()
})

// a form that was begun is not lost by a slip
let begun = false
document.addEventListener('input', (event) => {
  if (event.target.closest('[data-guard]') !== null) begun = true
})
document.addEventListener('submit', () => {
  begun = false
})
window.addEventListener('beforeunload', (event) => {
  if (begun) event.preventDefault()
})
