// Mails for measuring: clear requests of all four kinds in both languages, each from a person of its own, in the shape that
// mail programs send (trace headers, text and HTML, a signature, in a third of them a quoted mail). About 5 KB each.

export interface BenchPerson {
  id: number
  name: string
  address: string
}

/** The nth registered person of the bench platform, from 0. */
export function benchPerson(n: number): BenchPerson {
  return { id: 100_000 + n, name: `Bench ${n}`, address: `person${n}@bench.example.org` }
}

interface Wish {
  subject: string
  lines: string[]
}

const wishes: Wish[] = [
  {
    subject: '申请查阅我的个人信息',
    lines: ['您好，', '根据《个人信息保护法》第四十五条，我申请查阅并复制贵平台保存的我的全部个人信息。', '谢谢。'],
  },
  {
    subject: 'Access request under Art. 15 GDPR',
    lines: ['Hello,', 'please send me a copy of all personal data you hold about me.', 'Kind regards'],
  },
  {
    subject: '请注销我的账号',
    lines: ['你好，', '我不再使用贵平台，请删除我的账号和全部个人信息。', '此致敬礼'],
  },
  {
    subject: 'Please delete my account',
    lines: ['Hi,', 'I would like you to delete my account and erase all my personal data.', 'Thank you'],
  },
  {
    subject: '更正昵称',
    lines: ['您好，', '我的昵称登记错了，请把昵称更正为“长风破浪{n}”。', '谢谢'],
  },
  {
    subject: 'Wrong nickname on my account',
    lines: ['Hello,', 'my nickname is wrong. Please change my nickname to "Juniper Vale {n}".', 'Best'],
  },
]

/** `count` raw mails, the nth from benchPerson(n). The same call gives the same bytes. */
export function* benchMails(count: number, to: string): Generator<Buffer> {
  for (let n = 0; n < count; n += 1) yield benchMail(n, to)
}

export function benchMail(n: number, to: string): Buffer {
  const person = benchPerson(n)
  const wish = wishes[n % wishes.length] as Wish
  const text = body(wish, n)
  const id = `bench-${n}-${(n * 2_654_435_761) % 4_294_967_296}@mail.bench.example.org`
  const boundary = `=_part_${n}_bench`
  const lines = [
    `Return-Path: <${person.address}>`,
    `Delivered-To: ${to}`,
    ...trace(n, to),
    'Authentication-Results: mx.desk.example; dkim=pass header.d=bench.example.org; spf=pass smtp.mailfrom=bench.example.org',
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=bench.example.org; s=s1; h=from:to:subject:date;`,
    `\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=${'Zm9vYmFy'.repeat(20)}`,
    `From: ${encoded(person.name)} <${person.address}>`,
    `To: <${to}>`,
    `Subject: ${encoded(wish.subject)}`,
    `Date: Fri, 20 Nov 2026 09:${pad(n % 60)}:${pad((n * 7) % 60)} +0800`,
    `Message-ID: <${id}>`,
    'MIME-Version: 1.0',
    'X-Mailer: Bench Mail 7.1',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    'This is a multi-part message in MIME format.',
    ...part(boundary, 'text/plain', text),
    ...part(boundary, 'text/html', html(text)),
    `--${boundary}--`,
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

/** A mail of `megabytes` with a large attachment that nobody asked for. */
export function largeMail(n: number, to: string, megabytes: number): Buffer {
  const person = benchPerson(n)
  const boundary = '=_large_bench'
  const line = `${Buffer.alloc(57, 'habeas').toString('base64')}\r\n`
  const head = [
    `From: <${person.address}>`,
    `To: <${to}>`,
    'Subject: Please delete my account',
    'Date: Fri, 20 Nov 2026 09:00:00 +0800',
    `Message-ID: <large-${n}@mail.bench.example.org>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    ...part(boundary, 'text/plain', body(wishes[3] as Wish, n)),
    `--${boundary}`,
    'Content-Type: application/octet-stream; name="photos.zip"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="photos.zip"',
    '',
    '',
  ].join('\r\n')
  const repeats = Math.ceil((megabytes * 1024 * 1024) / line.length)
  return Buffer.concat([Buffer.from(head), Buffer.from(line.repeat(repeats)), Buffer.from(`--${boundary}--\r\n`)])
}

function body(wish: Wish, n: number): string {
  const signature = ['', '-- ', `Bench ${n}`, '发自我的iPhone']
  const quoted =
    n % 3 === 0
      ? ['', '在 2026年11月1日，Cz Studio 写道：', '> 感谢您的支持。', '> We updated our privacy policy.']
      : []
  const lines = wish.lines.map((line) => line.replace('{n}', String(n)))
  return [...lines, ...signature, ...quoted].join('\r\n')
}

function html(text: string): string {
  const paragraphs = text
    .split('\r\n')
    .map((line) => `<p class="MsoNormal" style="margin:0cm;font-size:11pt;font-family:Calibri,sans-serif">${line}</p>`)
  const style = '<style>p.MsoNormal{margin:0cm;font-size:11.0pt}a:link{color:#0563C1}</style>'
  return `<html><head><meta charset="utf-8">${style}</head><body lang="zh-CN">${paragraphs.join('\r\n')}</body></html>`
}

function part(boundary: string, type: string, content: string): string[] {
  const base64 = Buffer.from(content).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
  return [
    `--${boundary}`,
    `Content-Type: ${type}; charset="utf-8"`,
    'Content-Transfer-Encoding: base64',
    '',
    base64,
    '',
  ]
}

function trace(n: number, to: string): string[] {
  return [1, 2, 3].map(
    (hop) =>
      `Received: from relay${hop}.bench.example.org (relay${hop}.bench.example.org [203.0.113.${hop}])\r\n` +
      `\tby mx${hop}.desk.example with ESMTPS id ${n}x${hop}; for <${to}>; Fri, 20 Nov 2026 09:00:0${hop} +0800`,
  )
}

function encoded(text: string): string {
  return /^[ -~]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}
