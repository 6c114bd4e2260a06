/** A text with paths in it: it breaks behind their dots and slashes rather than anywhere. */
export function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=[./\]])(?=[^\s])/).map((part, index) => (
    <>
      {index > 0 && <wbr />}
      {part}
    </>
  ));
}
