interface Common {
  /** Neither absent nor null. */
  readonly required: boolean;
  /** A deprecated name for the same field; the new name wins. */
  readonly alias?: string;
}

/** Limits count UTF-16 units: the stricter of the two readings of Plain's "characters". */
export interface StringField extends Common {
  readonly type: 'string';
  readonly min: number;
  readonly max: number;
  /** Plain reads bold, italic and links in it. */
  readonly isMarkdown?: true;
}

export interface EnumField extends Common {
  readonly type: 'enum';
  readonly values: readonly string[];
}

/** `url`: absolute, http or https. `dateTime`: ISO 8601. No length is documented for either. */
export interface FormatField extends Common {
  readonly type: 'url' | 'dateTime';
}

/** An object in which exactly one of `names` is set, to a string that is not empty. */
export interface IdentifierField extends Common {
  readonly type: 'identifier';
  readonly names: readonly string[];
}

/** A list of at least `min` components, in which only the kinds of the named level may stand. */
export interface ContentField extends Common {
  readonly type: 'content';
  readonly min: number;
  readonly level: 'leaves' | 'leavesAndRows';
}

export type ValueField = StringField | EnumField | FormatField;
export type Field = ValueField | IdentifierField | ContentField;
