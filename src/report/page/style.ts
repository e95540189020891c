/**
 * How the page looks: light, dark, phone, print. Series colours are Okabe and Ito's, in shades that suit each
 * background.
 */
export const STYLE = `
:root{
--ground:#f6f5f1;--paper:#ffffff;--ink:#1c2024;--quiet:#565d66;--line:#d9d7cf;--soft:#efede6;
--accent:#0b5a8a;--accent-ground:#e6f0f6;--on-accent:#ffffff;--warn:#8a3b00;--warn-ground:#fdf0e4;
--reported:#0b5a3c;--derived:#0b5a8a;--assumed:#8a3b00;
--series-1:#0072b2;--series-2:#d55e00;--series-3:#009e73;--series-4:#cc79a7;--series-5:#56b4e9;--series-6:#e69f00;--series-7:#7a6f00;--series-8:#000000;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,Charter,"Noto Serif","Liberation Serif",Georgia,serif;
--mono:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;
}
@media (prefers-color-scheme:dark){:root{
--ground:#14171a;--paper:#1c2024;--ink:#e8e6e1;--quiet:#a9aeb5;--line:#363c43;--soft:#252a2f;
--accent:#7cc0ec;--accent-ground:#1d3342;--on-accent:#0d1316;--warn:#f3b27c;--warn-ground:#3a2a1c;
--reported:#6fd3a5;--derived:#7cc0ec;--assumed:#f3b27c;
--series-1:#4ba6e0;--series-2:#f08a3c;--series-3:#2cc295;--series-4:#e09cc2;--series-5:#8fd0f5;--series-6:#f2b83d;--series-7:#d8cc3a;--series-8:#e8e6e1;
}}
*,*::before,*::after{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.6 var(--sans);overflow-wrap:anywhere}
[hidden]{display:none!important}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
main :focus:not(:focus-visible){outline:none}
a{color:var(--accent);text-underline-offset:.15em}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--accent);color:var(--on-accent);padding:.6rem 1rem;border-radius:0 0 6px 6px;z-index:30}
.skip:focus{top:0}
.unseen{position:fixed;inset:0 auto auto 0;width:1px;height:1px;margin:0;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap;border:0}
.masthead{border-bottom:1px solid var(--line);background:var(--paper)}
.inner{max-width:76rem;margin:0 auto;padding:.7rem 1.5rem;display:flex;gap:1rem;align-items:center;justify-content:space-between;flex-wrap:wrap}
.brand{margin:0;font-weight:700;letter-spacing:-.01em}
.brand span{font-weight:400;color:var(--quiet)}
.spelling{border:0;margin:0;padding:0;display:flex;align-items:center;gap:.3rem;font-size:.875rem}
.spelling legend{float:left;padding:0 .5rem 0 0;color:var(--quiet)}
.spelling label{position:relative;cursor:pointer}
.spelling input{position:absolute;opacity:0;inset:0;width:100%;height:100%;margin:0;cursor:pointer}
.spelling span{display:block;padding:.3rem .8rem;border:1px solid var(--line);border-radius:99px;background:var(--paper)}
.spelling input:checked+span{background:var(--accent);border-color:var(--accent);color:var(--on-accent);font-weight:600}
.spelling input:focus-visible+span{outline:3px solid var(--accent);outline-offset:2px}
.layout{max-width:76rem;margin:0 auto;padding:0 1.5rem;display:grid;grid-template-columns:minmax(0,1fr);gap:0 3rem}
.contents ul{list-style:none;margin:0;padding:.8rem 0;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.9rem}
.contents a{display:block;padding:.25rem 0;color:var(--quiet);text-decoration:none}
.contents a:hover{color:var(--accent);text-decoration:underline}
.contents a[aria-current]{color:var(--accent);font-weight:600}
@media (min-width:64rem){
.layout{grid-template-columns:12rem minmax(0,1fr)}
.contents{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding-top:2.6rem}
.contents ul{display:block;padding:0;border-left:2px solid var(--line)}
.contents a{padding:.3rem 0 .3rem 1rem;margin-left:-2px;border-left:2px solid transparent}
.contents a[aria-current]{border-left-color:var(--accent)}
}
main{min-width:0;padding-bottom:3rem}
h1,h2,h3{line-height:1.25;text-wrap:balance;font-family:var(--sans)}
h1{font-size:1.05rem;font-weight:600;color:var(--quiet);margin:0 0 .8rem;max-width:60rem}
h2{font-size:1.5rem;letter-spacing:-.015em;margin:0 0 1.1rem}
h3{font-size:1.08rem;margin:0 0 .6rem}
.answer{padding:2.4rem 0 1.6rem}
.headline{font:500 clamp(1.35rem,1rem + 1.6vw,2rem)/1.35 var(--serif);letter-spacing:-.01em;margin:0 0 1rem;max-width:46rem;text-wrap:pretty}
.proviso{max-width:46rem;margin:1.2rem 0 0}
.citation{color:var(--quiet);font-size:.9rem;margin:1.2rem 0 0;max-width:46rem}
.warning{background:var(--warn-ground);color:var(--warn);border-left:4px solid;padding:.7rem 1rem;border-radius:4px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(11.5rem,100%),1fr));gap:.75rem;margin:1.4rem 0 0}
.tile{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem;min-width:0}
.tile dt{font-size:.8rem;color:var(--quiet);line-height:1.3}
.tile dd{margin:.2rem 0 0}
.tile .value{font-size:1.6rem;font-weight:650;line-height:1.25;font-variant-numeric:tabular-nums;letter-spacing:-.02em}
.tile .detail{display:block;font-size:.78rem;color:var(--quiet);font-variant-numeric:tabular-nums}
.tile .trace{display:none}
.part{padding:2.2rem 0 .6rem;border-top:1px solid var(--line)}
.traced{cursor:help;text-decoration:underline dotted var(--accent) 1.5px;text-underline-offset:.2em}
.traced:hover,.traced:focus{background:var(--accent-ground);border-radius:3px}
.note-mark{display:none;font:400 .62em/0 var(--sans);vertical-align:super;margin-left:.1em}
#trace{position:fixed;z-index:20;max-width:min(26rem,calc(100vw - 16px));max-height:50vh;overflow:auto;background:var(--ink);color:var(--paper);padding:.55rem .8rem;border-radius:6px;font-size:.84rem;line-height:1.45;box-shadow:0 4px 16px rgb(0 0 0/.25)}
details>summary{cursor:pointer;color:var(--accent);font-size:.9rem;width:fit-content;padding:.2rem 0}
.notes ol{font-size:.86rem;color:var(--quiet);margin:.5rem 0;padding-left:2rem}
.paper,.figure,.section{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:1.3rem 1.5rem;margin:0 0 1.3rem}
.paper header{display:flex;flex-wrap:wrap;gap:.2rem 1rem;justify-content:space-between;align-items:baseline}
.words{margin:0;color:var(--quiet);font-size:.84rem}
.prose{max-width:44rem}
.prose p,.prose ul{margin:0 0 .8rem}
.paper .prose{font:1.06rem/1.65 var(--serif)}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem;margin:.7rem 0 .5rem}
button{font:500 .88rem/1.3 var(--sans);color:var(--accent);background:var(--paper);border:1px solid var(--accent);border-radius:6px;padding:.42rem .85rem;cursor:pointer;min-height:2.1rem}
button:hover{background:var(--accent-ground)}
.references ol{font-size:.92rem;padding-left:1.6rem;max-width:46rem}
.references li{margin-bottom:.35rem}
.figure .drawing{overflow-x:auto;color:var(--ink)}
.figure svg{display:block;max-width:100%;height:auto;margin:0 auto}
figcaption{color:var(--quiet);font-size:.92rem;max-width:44rem;margin-top:.6rem}
.table-block{margin:1rem 0}
.table-box{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:.875rem;line-height:1.4;font-variant-numeric:tabular-nums;width:auto;min-width:min(100%,28rem);overflow-wrap:normal}
caption{text-align:start;font-weight:600;font-size:.94rem;padding:0 0 .4rem;position:sticky;left:0;overflow-wrap:anywhere}
th,td{padding:.36rem .9rem .36rem 0;vertical-align:top;border-bottom:1px solid var(--line)}
tbody th{font-weight:400}
thead th{overflow-wrap:break-word}
thead>tr>*{border-bottom:2px solid var(--quiet);font-weight:600;vertical-align:bottom;white-space:pre-line}
tbody tr:last-child>*{border-bottom-color:var(--quiet)}
.left{text-align:left}
.right{text-align:right}
td.right{white-space:nowrap}
th:last-child,td:last-child{padding-right:.2rem}
td,th{max-width:24rem;overflow-wrap:anywhere}
td.left,tbody th{min-width:5rem}
td.long{min-width:16rem}
.assumptions td:nth-child(2){min-width:5.5rem}
.table-note{color:var(--quiet);font-size:.86rem;max-width:44rem;margin:.4rem 0 0}
.path{font:.8rem/1.45 var(--mono);font-weight:400;min-width:14rem}
.source{display:inline-block;font-size:.8rem;font-weight:600;white-space:nowrap}
.source::before{content:"";display:inline-block;width:.6em;height:.6em;margin-right:.4em;border:2px solid;border-radius:50%}
.source-reported::before{background:currentColor}
.source-derived::before{background:linear-gradient(90deg,currentColor 50%,transparent 50%)}
.source-reported{color:var(--reported)}.source-derived{color:var(--derived)}.source-assumed{color:var(--assumed)}
.sources{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.6rem;margin:0 0 .6rem;padding:0;font-size:.9rem;color:var(--quiet)}
.command{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin:.6rem 0 1.2rem}
pre{margin:0;flex:1 1 20rem;min-width:0;overflow-x:auto;background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.6rem .9rem;font:.88rem/1.5 var(--mono)}
.manifest{margin:0;font-size:.9rem}
.manifest div{display:grid;grid-template-columns:minmax(7rem,14rem) minmax(0,1fr);gap:1rem;padding:.3rem 0;border-bottom:1px solid var(--line)}
.manifest dt{color:var(--quiet)}
.manifest dd{margin:0}
.foot{border-top:1px solid var(--line);color:var(--quiet);font-size:.86rem}
.foot p{max-width:76rem;margin:0 auto;padding:1.2rem 1.5rem 2.4rem}
@media (max-width:40rem){
table{font-size:.76rem}
th,td{padding-right:.3rem}
tbody th{min-width:4.2rem}
td.left{min-width:2.4rem}
.inner,.layout,.foot p{padding-left:1rem;padding-right:1rem}
.answer{padding-top:1.4rem}
.paper,.figure,.section{padding:1rem;border-radius:8px}
.tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:.5rem}
.tile{padding:.6rem .7rem}
.tile .value{font-size:1.35rem}
button{min-height:2.75rem}
.manifest div{grid-template-columns:minmax(0,1fr);gap:0}
.figure svg{min-width:34rem}
.assumptions,.assumptions tbody,.assumptions tr,.assumptions th,.assumptions td,.assumptions caption{display:block;max-width:none;min-width:0}
.assumptions thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.assumptions tr{padding:.5rem 0;border-bottom:1px solid var(--line)}
.assumptions th,.assumptions td{border:0;padding:.1rem 0}
.assumptions td:nth-child(2){font-weight:600}
}
@media print{
:root{--ground:#fff;--paper:#fff;--ink:#000;--quiet:#444;--line:#bbb;--soft:#fff;--accent:#000;--accent-ground:#fff;--warn:#000;--warn-ground:#fff;--reported:#000;--derived:#000;--assumed:#000;
--series-1:#0072b2;--series-2:#d55e00;--series-3:#009e73;--series-4:#cc79a7;--series-5:#56b4e9;--series-6:#e69f00;--series-7:#7a6f00;--series-8:#000}
@page{margin:18mm 16mm}
body{font-size:9.5pt;line-height:1.45}
.skip,.contents,.buttons,.spelling,#trace,.command button{display:none!important}
.masthead{border:0}.inner,.layout,.foot p{padding-left:0;padding-right:0;max-width:none}
.layout{display:block}
.answer{padding:.5rem 0}
.headline{font-size:16pt}
.traced{text-decoration:none}
.note-mark{display:inline}
.tile .trace{display:block;font-size:7pt;line-height:1.3;color:var(--quiet);margin-top:.2rem}
.tiles{grid-template-columns:repeat(4,1fr)}
.tile .value{font-size:13pt}
.paper,.figure,.section{border:0;padding:0;border-radius:0;margin-bottom:1.4rem}
.part{border-top:1.5pt solid #000;padding-top:1rem}
.figure,.tile,tr,.headline{break-inside:avoid}
h2,h3,caption{break-after:avoid}
details>summary{color:var(--quiet);list-style:none}
details::details-content{content-visibility:visible;display:block;height:auto}
.figure details{display:none}
.table-box,.drawing,pre{overflow:visible}
pre{white-space:pre-wrap}
table{font-size:8pt;min-width:0}
th,td{padding-right:.5rem}
td.long,.path{min-width:0}
.path,.source{font-size:7.5pt}
thead{display:table-header-group}
p{orphans:3;widows:3}
}
`;
