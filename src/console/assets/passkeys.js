// Asks the browser for a passkey: to sign in, or to add one to an account. The forms stay hidden where the browser has none.

const canParse = typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential

for (const form of canParse ? document.querySelectorAll('form[data-passkey]') : []) {
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const said = form.querySelector('[role="alert"]')
    const button = form.querySelector('button')
    said.hidden = true
    button.disabled = true
    const work = form.dataset.passkey === 'add' ? add(form) : signIn(form)
    work
      .then((target) => location.assign(target))
      .catch((error) => {
        said.textContent = (error.message === 'password' && form.dataset.password) || form.dataset.failed
        said.hidden = false
        button.disabled = false
      })
  })
}

async function signIn(form) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await send('/sign-in/passkey/options', {}))
  const made = await navigator.credentials.get({ publicKey })
  return (await send('/sign-in/passkey', { response: made.toJSON(), next: form.dataset.next })).target
}

async function add(form) {
  const { name, password } = form.elements
  const options = await send('/account/passkeys/options', { password: password.value })
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const made = await navigator.credentials.create({ publicKey })
  return (await send('/account/passkeys', { response: made.toJSON(), name: name.value })).target
}

async function send(path, body) {
  const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const said = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Error(said.error ?? 'failed')
  return said
}
