import { checkCharacter } from '@heliotrope/organisation/rules';
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { HEADINGS } from './roster-file.js';

const NAMES = { sur: '王李张刘陈杨黄赵吴周', given: '伟芳秀英敏静丽磊军洋勇艳杰娟涛明超霞平刚' };

/** The n-th of thousands of pupils who do not exist: region 99 is nowhere. */
export function wpsRow(of: { schoolCode: string; n: number; firstClass: number }): string[] {
  const { n } = of;
  const head = `99${String(1000 + Math.floor(n / 900)).padStart(4, '0')}2013${String(1 + (n % 12)).padStart(2, '0')}${String(1 + (n % 27)).padStart(2, '0')}${String(100 + (n % 900))}`;
  const citizen = head + checkCharacter(head);
  const name = NAMES.sur[n % 10]! + NAMES.given[n % 20]! + NAMES.given[Math.floor(n / 10) % 20]!;
  return [of.schoolCode, '七年级', `${of.firstClass + Math.floor(n / 50)}班`, name, Number(head[16]) % 2 ? '男' : '女', `G${citizen}`, citizen, `示例家长${n}`, `138${String(10_000_000 + n)}`];
}

/** A workbook as WPS Office writes it: its producer line, every text in the shared strings, those behind the sheet. */
export async function wpsWorkbook(rows: readonly (readonly string[])[]): Promise<Uint8Array> {
  const strings: string[] = [];
  const known = new Map<string, number>();
  const numberOf = (text: string) => {
    const found = known.get(text) ?? strings.push(text) - 1;
    known.set(text, found);
    return found;
  };
  const sheet = [HEADINGS, ...rows].map((row, at) =>
    `<row r="${at + 1}" spans="1:${row.length}">${row.map((cell, column) => (cell === '' ? '' : `<c r="${String.fromCharCode(65 + column)}${at + 1}" s="1" t="s"><v>${numberOf(cell)}</v></c>`)).join('')}</row>`).join('');
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const pkg = 'http://schemas.openxmlformats.org/package/2006';
  const parts = {
    '[Content_Types].xml': `<Types xmlns="${pkg}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${pkg}/relationships"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'docProps/app.xml': `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>WPS Office WWO_wpscloud_20260901</Application></Properties>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${rel}"><fileVersion appName="wps" lastEdited="3" lowestEdited="5" rupBuild="9302"/><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${pkg}/relationships"><Relationship Id="rId1" Type="${rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}" count="${strings.length}" uniqueCount="${strings.length}">${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
  };
  const zip = new ZipWriter(new Uint8ArrayWriter());
  for (const [name, text] of Object.entries(parts)) await zip.add(name, new TextReader(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`));
  return zip.close();
}
