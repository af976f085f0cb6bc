// How the page of a link to an export looks: one card, from phone width up, light or dark as the reader's device is set.

export const downloadStyle = `
:root{color-scheme:light dark;--ink:#1b2733;--soft:#5a6775;--paper:#fff;--ground:#eef2f5;--line:#d5dde4;--strong:#0f5b6b;--onstrong:#fff;--warn:#fdf0e4;--warnink:#7a3d06}
@media(prefers-color-scheme:dark){:root{--ink:#e4eaf0;--soft:#a3b0bd;--paper:#1b232c;--ground:#11171d;--line:#35414d;--strong:#6cc3d5;--onstrong:#06252c;--warn:#3a2a19;--warnink:#ffd9b0}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;padding:24px 16px}
main{max-width:34rem;margin:4vh auto 0;background:var(--paper);border:1px solid var(--line);border-radius:14px;padding:28px 24px}
h1{font-size:1.35rem;line-height:1.35;margin:.2rem 0 .6rem}
h1 .other{font-size:1rem;font-weight:500}
p{margin:.9rem 0}
.from{margin:0;color:var(--soft)}
.from .other{display:inline;margin-left:.5em}
.reference{display:inline-block;margin:0 0 .4rem;padding:.1rem .6rem;border:1px solid var(--line);border-radius:99px;font-size:.85rem;color:var(--soft)}
.other{display:block;color:var(--soft);font-size:.92em}
.note{font-size:.9rem;color:var(--soft)}
.warning{background:var(--warn);color:var(--warnink);border-radius:10px;padding:.7rem .9rem}
.warning .other{color:inherit}
form{margin:1.2rem 0}
label{display:block;margin:0 0 .4rem;font-weight:600}
label .other{display:inline;margin-left:.5em;font-weight:400}
input{display:block;width:100%;font:1.3rem/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.12em;text-align:center;padding:.6rem;border:1.5px solid var(--soft);border-radius:10px;background:var(--paper);color:var(--ink);margin-bottom:.8rem}
input:focus-visible,button:focus-visible{outline:3px solid var(--strong);outline-offset:2px}
button{display:block;width:100%;font:inherit;font-weight:600;padding:.75rem 1rem;border:0;border-radius:10px;background:var(--strong);color:var(--onstrong);cursor:pointer}
button .other{display:inline;margin-left:.6em;color:inherit;opacity:.85;font-weight:400}
button.quiet{background:none;color:var(--strong);font-weight:500;padding:.4rem;text-decoration:underline}
footer{border-top:1px solid var(--line);margin-top:1.6rem;font-size:.9rem;color:var(--soft)}
`
