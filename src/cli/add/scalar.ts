/** A text as YAML writes it on one line: plain where that is the same text, else in quotes. */
export function scalar(text: string): string {
  const isPlain = /^[A-Za-z][\w ./:@?=&%+~-]*$/.test(text);
  const isOther = /^(?:true|false|null)$/i.test(text) || /:(?: |$)| $/.test(text);
  return isPlain && !isOther ? text : `'${text.replaceAll("'", "''")}'`;
}
