/**
 * What every document of ours has: A4, Chinese text, who made it and for whom at the head, page x of y at the foot, and
 * the maker's name and the time across the page, so that a photographed sheet tells where it came from.
 * Texts arrive as data and are set as they are: a name full of markup stays a name.
 */
export const PAGE_FRAME = String.raw`
#let data = json(bytes(sys.inputs.data))
#let page-dress = json(bytes(sys.inputs.dress))
#let accent = rgb("#2f6f62")
#set document(title: page-dress.title, date: none)
#set text(font: page-dress.fonts, lang: "zh", region: "cn", size: 10.5pt)
#set par(leading: 0.85em, justify: true)
#set page(
  paper: "a4",
  flipped: page-dress.landscape,
  margin: (x: 2.2cm, top: 2.5cm, bottom: 2.2cm),
  header: text(size: 8.5pt, fill: luma(110))[#page-dress.header #h(1fr) #page-dress.title],
  footer: context align(center, text(size: 8.5pt, fill: luma(110))[
    第 #counter(page).display("1") 页 / 共 #counter(page).final().first() 页]),
  background: if page-dress.watermark != "" {
    let mark = text(size: 13pt, fill: luma(222), page-dress.watermark)
    for y in range(5) { for x in range(2) {
      place(dx: x * 52% + calc.rem(y, 2) * 9%, dy: 7% + y * 20%, rotate(-24deg, mark))
    } }
  },
)
#set heading(numbering: none)
#show heading.where(level: 1): it => block(above: 0pt, below: 1.2em, width: 100%, align(center, text(size: 18pt, it.body)))
#show heading.where(level: 2): it => block(above: 1.4em, below: 0.8em, text(size: 12.5pt, fill: accent, it.body))
#set table(stroke: 0.5pt + luma(190), inset: 6pt, fill: (_, y) => if y == 0 { rgb("#e3f0ec") })
#show table.cell.where(y: 0): set text(weight: "bold")

// A table with its head repeated on every page: columns are widths, head and rows arrays of texts.
#let listing(columns, head, rows) = table(
  columns: columns,
  table.header(..head.map(cell => [#cell])),
  ..rows.flatten().map(cell => [#cell]),
)
`;
