// The style sheet of the export's page: quiet, readable on a phone, in the dark and on paper. The language choice works
// without a script.

export const exportPageStyle = `
:root{--paper:#f6f5f1;--card:#fff;--ink:#1d2328;--soft:#5b6670;--line:#e3e0d8;--accent:#0f6b5c;--tint:#e6f1ee;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--paper:#15191c;--card:#1e2428;--ink:#e8eaec;--soft:#9aa6af;--line:#333b41;--accent:#5cc4b0;--tint:#1f3a35}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;overflow-wrap:anywhere}
main{max-width:60rem;margin:0 auto;padding:1rem 1.25rem 4rem}
h1{font-size:2rem;line-height:1.25;margin:.2em 0 .4em}
h2{font-size:1.3rem;margin:2.6rem 0 .8rem}
h3{font-size:1.08rem;margin:0 0 .6rem;display:flex;gap:.6rem;align-items:baseline;flex-wrap:wrap}
a{color:var(--accent)}
code{font:.92em ui-monospace,Menlo,Consolas,monospace}
dl,dd,dt,figure{margin:0}
.en{color:var(--soft)}
h1 .sep,h2 .sep,h3 .sep,dt .sep,th .sep,.name .sep,.lead .sep,.total .sep,.purposes dd .sep,.answers dd .sep,.rights li .sep,.rights p .sep,.note .sep,.platform .sep,figcaption .sep{display:none}
h1 .en{display:block;font-size:.62em;font-weight:500}
h2 .en,h3 .en{font-size:.85em;font-weight:500;margin-left:.5em}
dt .en,th .en,.name .en{display:block;font-size:.86em;font-weight:400}
.lead .en,.purposes dd .en,.answers dd .en,.rights li .en,.rights p .en,.note .en{display:block}
.total .en,.platform .en{margin-left:.7em}
body:has(#only-zh:checked) .en,body:has(#only-en:checked) .zh,body:has(#only-zh:checked) .sep,body:has(#only-en:checked) .sep{display:none}
body:has(#only-en:checked) .en{color:inherit;margin-left:0;font-size:inherit;font-weight:inherit}
.choice{position:sticky;top:0;z-index:2;display:flex;gap:.25rem;justify-content:flex-end;padding:.5rem 1.25rem;background:color-mix(in srgb,var(--paper) 92%,transparent);backdrop-filter:blur(6px)}
.choice input{position:absolute;opacity:0;pointer-events:none}
.choice label{padding:.15rem .75rem;border-radius:99px;font-size:.88rem;color:var(--soft);cursor:pointer}
.choice input:checked+label{background:var(--accent);color:var(--card)}
.choice input:focus-visible+label{outline:2px solid var(--accent);outline-offset:2px}
.platform{margin:0;color:var(--accent);font-weight:600}
.person{margin:0 0 1rem;font-size:1.05rem}
.facts{display:flex;flex-wrap:wrap;gap:.8rem 2.4rem;padding:.9rem 0;border-block:1px solid var(--line)}
dt{color:var(--soft);font-size:.86rem;line-height:1.35}
.lead{font-size:1.05rem}
.total{margin:.2rem 0 1rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(10.5rem,1fr));gap:.75rem}
.tile{display:flex;flex-direction:column;background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:.8rem 1rem;text-decoration:none;color:inherit;min-height:7.2rem}
.tile:hover,.tile:focus-visible{border-color:var(--accent)}
.tile b{font-size:1.55rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tile .name{line-height:1.35;flex:1}
.spark{width:100%;height:1.4rem;margin-top:.5rem;fill:var(--accent);opacity:.75}
article{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.1rem 1.25rem;margin:0 0 1rem;scroll-margin-top:3.5rem}
.count{background:var(--tint);color:var(--accent);border-radius:99px;padding:0 .6rem;font-size:.86rem;font-weight:600;font-variant-numeric:tabular-nums}
.purposes{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.7rem 1.5rem;margin-bottom:1rem;font-size:.92rem;line-height:1.45}
figure{margin:0 0 1rem}
figcaption{font-size:.86rem;color:var(--soft)}
figcaption .faint{margin-left:1rem}
figcaption .en{margin-left:.4em}
.months{display:block;width:100%;height:5rem;fill:var(--accent);border-bottom:1px solid var(--line)}
.axis{display:flex;justify-content:space-between;font-size:.8rem;color:var(--soft)}
.row{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.8rem 1.5rem;border-top:1px solid var(--line);padding-top:.9rem}
.rows{overflow:auto;max-height:26rem;border:1px solid var(--line);border-radius:.5rem}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.9rem;line-height:1.45}
th{position:sticky;top:0;background:var(--card);text-align:left;font-weight:600;white-space:nowrap;border-bottom:1px solid var(--line)}
th,td{padding:.45rem .8rem;vertical-align:top}
tr+tr td{border-top:1px solid var(--line)}
td{min-width:5.5rem;max-width:26rem}
td time{white-space:nowrap;font-variant-numeric:tabular-nums}
.number{text-align:left;font-variant-numeric:tabular-nums}
.text{white-space:pre-wrap}
td .short{white-space:nowrap}
.file img{display:block;max-width:9rem;max-height:9rem;border-radius:.4rem;border:1px solid var(--line)}
.faint{color:var(--soft)}
.note,.nothing{font-size:.9rem;color:var(--soft)}
.note{margin:.6rem 0 0}
.others{margin:0 0 1rem}
.chip{display:inline-block;border:1px solid var(--line);border-radius:99px;padding:0 .7rem;margin:.15rem}
.answers{display:grid;gap:.8rem}
.answers>div{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.2rem 1.5rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:.8rem 1.25rem}
.answers dt{font-size:.95rem}
.rights ul{padding-left:1.2rem}
.rights li{margin:.35rem 0}
.rights h3{margin-top:1.4rem}
@media (max-width:34rem){
main{padding:.5rem 1rem 3rem}
h1{font-size:1.6rem}
.choice{justify-content:flex-start;padding:.5rem 1rem}
.tiles{grid-template-columns:repeat(2,1fr)}
article{padding:1rem;margin-inline:-.25rem}
.answers>div{grid-template-columns:1fr}
.row{grid-template-columns:1fr;gap:.5rem}
.row>div,.rows td{display:grid;grid-template-columns:7.5rem 1fr;gap:.75rem;align-items:baseline}
.rows{max-height:75vh}
.rows table,.rows tbody,.rows tr{display:block}
.rows thead{display:none}
.rows tr{padding:.6rem .8rem}
.rows tr+tr{border-top:1px solid var(--line)}
.rows td{padding:.15rem 0;border:0!important;max-width:none;row-gap:0}
.rows td>*{grid-column:2}
.rows td>.sep{display:none}
.rows td::before{grid-row:1/span 9;color:var(--soft);font-size:.86rem;line-height:1.35;white-space:pre-line}
.rows td .short{white-space:pre-wrap}
}
@media print{
:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--accent:#0f6b5c;--tint:#eee}
body{font-size:10.5pt}
main{max-width:none;padding:0}
.choice{display:none}
.rows{max-height:none;overflow:visible;border:0}
table{font-size:8.5pt}
th{position:static;white-space:normal}
th,td{padding:.2rem .4rem;min-width:0}
.tile,article{break-inside:avoid;box-shadow:none}
article:has(.rows){break-inside:auto}
h2,h3{break-after:avoid}
thead{display:table-header-group}
tr{break-inside:avoid}
}
`
