// What the bare loop answers with: a fixed letter of the size of the desk's own confirm letter, both languages, text and HTML.

const paragraphs = [
  '您好！我们收到了您的来信。为确认这是您本人的请求，请在回信中写上下面的确认码。',
  '确认码：4F7K-93MQ。三天内有效。在此之前，我们不会改动任何资料。',
  '如果这不是您写的信，请忽略本邮件；不会发生任何事情。',
  'Hello, we have received your mail. To make sure that it is you who is asking, please answer with the code below.',
  'Code: 4F7K-93MQ. It is valid for three days. Until then nothing is done with your data.',
  'If you did not write to us, please ignore this mail: nothing will happen.',
]
const repeated = [...paragraphs, ...paragraphs]

export const answerText = repeated.join('\n\n')
export const answerHtml = `<!doctype html><html><body style="font-family:sans-serif">${repeated
  .map((text) => `<p style="margin:0 0 16px;font-size:16px;line-height:1.6;color:#1f2933">${text}</p>`)
  .join('')}</body></html>`
