//! The look of the page: light, dark, on a phone, on paper. No file beside it, nothing from the network.

/// The style sheet.
pub(super) const STYLE: &str = "\
:root{--paper:#f5f6f8;--card:#fff;--ink:#1b2430;--soft:#5b6777;--line:#dfe3e9;--in-time:#2c7a5a;--after-time:#9a7b1c;\
--running:#2b66b1;--late:#c2402b;--ahead:#d5dae1;--open:#d5dae1;--on-dark:#fff;--on-light:#1b2430;--plan:#7b8796;--wash:#fbeae7}
@media (prefers-color-scheme:dark){:root{--paper:#12161c;--card:#1b212a;--ink:#e8ecf1;--soft:#9da8b6;--line:#333c48;\
--in-time:#3f9d77;--after-time:#b8962f;--running:#4f8bd6;--late:#e0604a;--ahead:#3b4552;--open:#3b4552;--on-light:#e8ecf1;--plan:#8d99a8;--wash:#3a2320}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 'PingFang SC','Hiragino Sans GB','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC','WenQuanYi Micro Hei',sans-serif}
main{max-width:1180px;margin:0 auto;padding:28px 20px 40px}
header p{margin:0;color:var(--soft)}
h1{font-size:28px;line-height:1.3;margin:0 0 4px;letter-spacing:.01em}
h2{font-size:18px;margin:0 0 4px}
.lead{font-size:17px;color:var(--ink)!important;margin:14px 0 0!important;max-width:54em}
.note{margin:14px 0 0;padding:10px 14px;border-left:4px solid var(--late);background:var(--wash);border-radius:0 6px 6px 0}
dl.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:14px;margin:22px 0}
dl.figures div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px 12px}
dl.figures dt{color:var(--soft);font-size:14px}
dl.figures dd{margin:0;font-size:28px;line-height:1.25;font-weight:600;font-variant-numeric:tabular-nums}
dl.figures dd small{display:block;font-size:13px;line-height:1.5;font-weight:400;color:var(--soft)}
dl.figures .alarm dd b{color:var(--late)}
dd b{font-weight:600}
.grid{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:14px}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;min-width:0;margin:0 0 14px}
.grid section{margin:0}
.grid{margin:0 0 14px}
.sub{margin:0 0 12px;color:var(--soft);font-size:14px}
.key{display:flex;flex-wrap:wrap;gap:2px 16px;list-style:none;margin:0 0 10px;padding:0;font-size:13px;color:var(--soft)}
.key li::before{content:'';display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:6px;background:var(--c)}
.key li.stroke::before{height:0;border-radius:0;background:none;border-top:3px var(--s) var(--c);vertical-align:4px;width:18px}
svg{display:block;width:100%;overflow:visible;font-size:13px}
svg text{fill:var(--ink)}
svg .soft{fill:var(--soft)}
svg .clear{paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
svg .light{fill:var(--on-dark);font-weight:600}
svg .dark{fill:var(--on-light)}
svg .rule{stroke:var(--line);stroke-width:1}
svg .today{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3}
svg .plan{fill:none;stroke:var(--plan);stroke-width:2;stroke-dasharray:6 5}
svg .real{fill:none;stroke:var(--running);stroke-width:3;stroke-linejoin:round}
svg .under{fill:var(--running);opacity:.12}
.in-time{fill:var(--in-time)}.after-time{fill:var(--after-time)}.running{fill:var(--running)}.late{fill:var(--late)}.ahead{fill:var(--ahead)}
details{margin:12px 0 0;font-size:14px}
summary{cursor:pointer;color:var(--soft)}
.wide{overflow-x:auto;margin:0 -4px;padding:0 4px}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);padding:0 0 6px}
th,td{padding:6px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{font-weight:600;white-space:nowrap;border-bottom:2px solid var(--line);color:var(--soft)}
td.n,th.n{text-align:right;white-space:nowrap}
tbody th{font-weight:600}
tfoot th,tfoot td{font-weight:600;border-bottom:0}
td.leg{white-space:nowrap;font-size:13px}
td.leg span{border-left:4px solid var(--c);padding-left:6px;display:block}
td.leg small{display:block;color:var(--soft);font-size:12px;line-height:1.3}
.units td{white-space:nowrap}
.units th[scope=row]{position:sticky;left:0;background:var(--card);white-space:nowrap}
td small{color:var(--soft)}
.days{color:var(--late);font-weight:600;white-space:nowrap}
.fine{color:var(--in-time);margin:0}
footer{color:var(--soft);font-size:13px;margin-top:18px}
@media screen and (max-width:760px){main{padding:18px 12px 30px}h1{font-size:22px}.lead{font-size:16px}.grid{grid-template-columns:minmax(0,1fr)}\
dl.figures{grid-template-columns:repeat(2,minmax(0,1fr));gap:10px;margin:16px 0}dl.figures div{padding:10px 12px}dl.figures dd{font-size:23px}section{padding:14px 14px}\
.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.stack,.stack tbody,.stack tr,.stack td,.stack th{display:block;width:auto}\
.stack tr{border-bottom:1px solid var(--line);padding:8px 0}.stack th,.stack td{border:0;padding:1px 0}.stack td[data-l]::before{content:attr(data-l) '：';color:var(--soft)}}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--in-time:#2c7a5a;--after-time:#9a7b1c;--running:#2b66b1;--late:#c2402b;--ahead:#d5dae1;--open:#d5dae1;--on-light:#000;--plan:#666;--wash:#fff}\
@page{size:A4;margin:14mm 12mm}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}body{font-size:11pt}main{max-width:none;padding:0}section,dl.figures div{break-inside:avoid;border-radius:0}\
section.long{break-inside:auto}h2,.sub,.key{break-after:avoid}tfoot{display:table-row-group}.grid{gap:8px}dl.figures{gap:8px}section{padding:10px 12px}svg{font-size:11px}tr{break-inside:avoid}thead{display:table-header-group}details{display:none}.wide{overflow:visible}.units{font-size:7.5pt}table{font-size:9pt}.units th,.units td,td.leg,td.leg small{padding:1px 3px;font-size:7pt}td.leg span{border-left-width:3px;padding-left:3px}td.leg small{display:inline;margin-left:2px}dl.figures{grid-template-columns:repeat(6,1fr)}dl.figures div{padding:8px}dl.figures dd{font-size:17pt}h1{font-size:20pt}}
";
