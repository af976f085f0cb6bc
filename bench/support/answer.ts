// What the bare loop answers with: a fixed letter as large as the desk's own confirm letter (text 3.0 KB, HTML 13.3 KB, two
// languages, the tables and inline styles that mail programs need), so that both sides send the same bytes.

const paragraphs = [
  '您好！我们收到了您的来信。为确认这是您本人的请求，请在回信的最上面写上下面的一次性确认码，然后发送。',
  '确认码：4F7K-93MQ。三天内有效，只能使用一次。在您确认之前，我们什么都不会做，也不会改动任何资料。',
  '如果这不是您写的信，请忽略本邮件：到期后请求自动作废，您的数据不会有任何变化。',
  'Hello, we received a request about your account. Nothing happens until you confirm it with the code below.',
  'Code: 4F7K-93MQ. It is good for three days, for one use and only for what this letter says.',
  'If this was not you, do not send the code. The request lapses by itself and nothing in your data changes.',
]
const repeated = [...paragraphs, ...paragraphs, ...paragraphs, ...paragraphs].slice(0, 15)

const cell =
  'font-size:0px;padding:0 24px 12px;word-break:break-word;border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt'
const text =
  "font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif;font-size:16px;line-height:1.6;text-align:left;color:#1f2933;margin:0 0 16px;letter-spacing:normal"
const table =
  'align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" width="600" bgcolor="#ffffff"'

export const answerText = [...repeated, ...paragraphs, ...paragraphs.slice(0, 3)].join('\n\n')
export const answerHtml = `<!doctype html><html lang="zh"><head><title>…</title></head><body style="background:#f4f5f7">${repeated
  .map(
    (line) =>
      `<table ${table} style="width:600px;max-width:600px;background:#ffffff;border-collapse:collapse">\n` +
      `<tbody>\n<tr>\n<td align="left" style="${cell}">\n<div style="${text}">\n` +
      `<p style="${text}">${line}</p>\n</div>\n</td>\n</tr>\n</tbody>\n</table>\n`,
  )
  .join('')}</body></html>`
