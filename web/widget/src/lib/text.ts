/** Plain text: its length as the service counts it, the links in it, and what had better not be sent. */

export interface Piece {
  text: string;
  /** Address when this piece is a link. */
  href: string | null;
  /** True for the number of a complaint, which is never broken across lines. */
  isNumber?: boolean;
}

/** Addresses end before punctuation that belongs to the sentence, Chinese punctuation included. */
const LINK = /https?:\/\/[^\s<>"'，。；：！？、（）《》“”‘’\u3000\u200b-\u200f\u202a-\u202e]+|TS\d{8}-\w{5}/gi;
const TRAILING = /[.,;:!?)\]}]+$/;

/** Cuts text into plain pieces, http(s) links and numbers of complaints. The pieces together are the text, unchanged. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(TRAILING, "");
    const isNumber = !address.includes("/");
    if (!isNumber && !isWebAddress(address)) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index), href: null });
    found.push({ text: address, href: isNumber ? null : address, isNumber });
    end = match.index + address.length;
  }
  if (end < text.length) found.push({ text: text.slice(end), href: null });
  return found;
}

/** No user name in front of the host: `https://bank.cn@evil.example` reads as the bank and is not. */
function isWebAddress(address: string): boolean {
  try {
    const url = new URL(address);
    return (url.protocol === "http:" || url.protocol === "https:") && url.username === "" && url.password === "";
  } catch {
    return false;
  }
}

/** Length in code points, as the service counts. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** Looks like a full card number (13-19 digits that pass the Luhn check), or like a code or password given away. */
export function hasSecret(text: string): boolean {
  const numbers = text.match(/\d(?:[ -]?\d){12,18}(?!\d)/g) ?? [];
  return numbers.some((number) => passesLuhn(number.replace(/\D/g, ""))) || /(验证码|密码|CVV|cvv|口令)\s*(是|为|:|：)?\s*\d{3,8}(?!\d)/.test(text);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
